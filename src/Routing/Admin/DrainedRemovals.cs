using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Admin;

/// <summary>Takes draining workers out once they have nothing to do. Thread-safe.</summary>
internal sealed class DrainedRemovals(Fleet fleet, DrainWait drains) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Worker, Task> _underWay = [];
    private readonly CancellationTokenSource _stop = new();
    private bool _isStopped;

    /// <summary>Takes this worker out when it is idle, unless it is resumed before. Asking twice is asking once.</summary>
    public void Begin(Worker worker)
    {
        lock (_lock)
        {
            if (!_isStopped && !_underWay.ContainsKey(worker))
            {
                // On its own, so that it cannot be over before it is noted.
                _underWay.Add(worker, Task.Run(() => RemoveWhenIdleAsync(worker)));
            }
        }
    }

    /// <summary>Stops waiting: what still has something to do stays.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] underWay;
        lock (_lock)
        {
            if (_isStopped)
            {
                return;
            }

            _isStopped = true;
            underWay = [.. _underWay.Values];
        }

        await _stop.CancelAsync();
        await Task.WhenAll(underWay);
        _stop.Dispose();
    }

    private async Task RemoveWhenIdleAsync(Worker worker)
    {
        try
        {
            DrainEnd end = await drains.ForAsync(worker, Timeout.InfiniteTimeSpan, _stop.Token);
            if (end == DrainEnd.Idle && fleet.Find(worker.Id) == worker)
            {
                fleet.TryRemove(worker.Id);
            }
        }
        catch (OperationCanceledException)
        {
            // The router stops: its workers need not be taken out any more.
        }
        finally
        {
            lock (_lock)
            {
                _underWay.Remove(worker);
            }
        }
    }
}
