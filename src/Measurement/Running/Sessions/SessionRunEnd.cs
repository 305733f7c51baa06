using LoadGen.Transport.Loops;

namespace LoadGen.Measurement.Running.Sessions;

/// <summary>The end of a run of sessions: no further turn is made, and nobody waits for one. Thread-safe.</summary>
internal sealed class SessionRunEnd : IDisposable
{
    private readonly CancellationTokenSource _over;

    /// <param name="phase">Its stop is an end too.</param>
    public SessionRunEnd(RunPhase phase)
    {
        _over = CancellationTokenSource.CreateLinkedTokenSource(phase.Stopped);
        Token = _over.Token;
    }

    /// <summary>What became of the turns that came due.</summary>
    public ArrivalTally Tally { get; } = new();

    /// <summary>Cancelled by the end.</summary>
    public CancellationToken Token { get; }

    /// <summary>All turns that were asked for are made, or the time is over.</summary>
    public void Come() => _over.Cancel();

    /// <summary>Waits on the loop; false when the end came before.</summary>
    public async Task<bool> WaitAsync(EventLoop loop, long dueNs)
    {
        if (Token.IsCancellationRequested)
        {
            return false;
        }

        if (dueNs <= loop.Clock.NowNs)
        {
            return true;
        }

        Task wait = LoopWait.UntilAsync(loop, dueNs, Token);
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return wait.IsCompletedSuccessfully;
    }

    /// <inheritdoc/>
    public void Dispose() => _over.Dispose();
}
