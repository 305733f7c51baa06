namespace LoadGen.Watching.Running;

/// <summary>Waits by an injected clock.</summary>
internal static class Waiting
{
    /// <summary>Waits.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="span">How long; nothing and less is over at once.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>False when it was ended.</returns>
    public static async Task<bool> ForAsync(TimeProvider time, TimeSpan span, CancellationToken stop)
    {
        if (span <= TimeSpan.Zero || stop.IsCancellationRequested)
        {
            return !stop.IsCancellationRequested;
        }

        // What waits goes on on the timer's own thread: under a test's clock, on the one that moves it.
        var over = new TaskCompletionSource<bool>();
        await using ITimer timer = time.CreateTimer(_ => over.TrySetResult(true), null, span, Timeout.InfiniteTimeSpan);
        await using CancellationTokenRegistration registration = stop.Register(() => over.TrySetResult(false));
        return await over.Task;
    }
}
