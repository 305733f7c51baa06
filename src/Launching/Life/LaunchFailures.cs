namespace LoadGen.Launching.Life;

/// <summary>What goes wrong while a launch is on: the first failure counts, the rest is what comes of it.</summary>
/// <param name="mask">Takes secrets out of messages and logs.</param>
internal sealed class LaunchFailures(SecretMask mask)
{
    private readonly TaskCompletionSource<LaunchException> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isReady;
    private volatile bool _isStopping;

    /// <summary>Completes with the first failure.</summary>
    public Task<LaunchException> First => _first.Task;

    /// <summary>From now on a failure is one of something that has served.</summary>
    public void MarkReady() => _isReady = true;

    /// <summary>From now on an end is meant.</summary>
    public void MarkStopping() => _isStopping = true;

    /// <summary>Takes note of a unit's failure.</summary>
    public void Report(LaunchUnit unit, string message)
    {
        if (!_isStopping)
        {
            string before = _isReady || !unit.HasStarted ? "" : " before it served";
            _first.TrySetResult(new LaunchException(_isReady ? LaunchError.Died : LaunchError.NotReady, mask.Apply(message) + before, TailOf(unit.Log)));
        }
    }

    /// <summary>The end of a log, for a message's details.</summary>
    public IReadOnlyList<string> TailOf(string log) => [$"the end of {log}:", .. LogTail.Read(log, mask)];

    /// <summary>Cancels what waits, once something has failed. Ends when it is cancelled, by whomever.</summary>
    public async Task CancelAsync(CancellationTokenSource giveUp)
    {
        var cancelled = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = giveUp.Token.Register(cancelled.SetResult);
        await Task.WhenAny(First, cancelled.Task);
        await giveUp.CancelAsync();
    }
}
