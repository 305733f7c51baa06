namespace LoadGen.Transport.Loops;

/// <summary>Waits of an event loop that are no socket's. On the loop's thread only.</summary>
public static class LoopWait
{
    /// <summary>Completes on the loop at or after a time of its clock.</summary>
    /// <param name="loop">The loop that runs the caller.</param>
    /// <param name="dueNs">Monotonic ns.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task UntilAsync(EventLoop loop, long dueNs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(loop);
        var due = new TaskCompletionSource();
        LoopTimer timer = loop.CreateTimer(_ => due.TrySetResult(), isPrecise: false);
        timer.Set(dueNs);
        await using CancellationTokenRegistration stop = cancellation.UnsafeRegister((_, token) => loop.Post(() => due.TrySetCanceled(token)), null);
        try
        {
            await due.Task;
        }
        finally
        {
            timer.Clear();
        }
    }
}
