using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Discovery;

/// <summary>What has been asked of one prefill worker. Used under the lock of its <see cref="MooncakeEngines"/>.</summary>
internal sealed class MooncakeEntry(Worker worker)
{
    private bool _isAsking;
    private bool _wasAsked;
    private bool _isKnown;
    private bool _isStale;
    private string? _lastProblem;

    public Worker Worker => worker;

    /// <summary>The question under way, or the last one.</summary>
    public Task Asking { get; set; } = Task.CompletedTask;

    /// <summary>It is time to ask. A worker that is not healthy is asked once, in case it only has not been probed yet.</summary>
    public bool ShouldAsk()
    {
        if (worker.State == WorkerState.Unhealthy)
        {
            // What is known, or about to be, may be of an engine that has ended.
            _isKnown = false;
            _isStale = _isAsking;
        }

        if (_isAsking || _isKnown || !MayAsk)
        {
            return false;
        }

        _isAsking = _wasAsked = true;
        return true;
    }

    private bool MayAsk => worker.State == WorkerState.Healthy || (worker.State == WorkerState.Starting && !_wasAsked);

    /// <summary>The question has been answered, or not.</summary>
    /// <param name="problem">Why there is no answer; null: there is one.</param>
    /// <returns>What to tell whoever runs the router; null for nothing new.</returns>
    public string? Take(string? problem)
    {
        _isAsking = false;
        _isKnown = problem is null && !_isStale;
        _isStale = false;
        bool isNews = problem != _lastProblem && (problem is null || worker.State == WorkerState.Healthy);
        if (!isNews)
        {
            return null;
        }

        _lastProblem = problem;
        return problem is null
            ? $"worker {worker.Id} has said its Mooncake engine id"
            : $"worker {worker.Id} does not say its Mooncake engine id, without which it gets no requests done: {problem}";
    }
}
