namespace LoadGen.Launching.Life;

/// <summary>What runs beside a launch until it ends: traces, watches, the keeping of the manifest.</summary>
/// <param name="complain">Told of what broke off.</param>
internal sealed class BackgroundWork(Action<string> complain) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _tasks = [];

    /// <summary>Cancelled when the launch ends.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Adds a task that ends, or is cancelled, by <see cref="Stop"/>.</summary>
    public void Add(Task task) => _tasks.Add(task);

    /// <summary>Ends all of it. What failed is told and no more: whatever became of those who watched, the teardown comes.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        foreach (Task task in _tasks)
        {
            await task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            if (task.Exception is { } e)
            {
                complain($"a watch broke off: {e.GetBaseException().Message}");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
