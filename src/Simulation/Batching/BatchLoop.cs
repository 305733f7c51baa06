using System.Collections.Concurrent;
using LoadGen.Simulation.Pacing;

namespace LoadGen.Simulation.Batching;

/// <summary>
/// Runs a scheduler's steps one after the other, each as long as the roofline says, on a pacer of its own. A step begins when the last
/// ended or the first request was ready, not when the thread came to it: lateness does not add up.
/// </summary>
internal sealed class BatchLoop(BatchScheduler scheduler, double timeScale, IPacerInbox pacer) : IPaced
{
    private readonly ConcurrentQueue<BatchSequence> _arrived = new();
    private readonly PriorityQueue<BatchSequence, (long, long)> _coming = new();
    private BatchFigures _figures = new(0, 0, 0, 0);
    private long _arrivals;
    private long _endNs;
    private bool _isStepping;

    /// <summary>As of the last step.</summary>
    public BatchFigures Figures => Volatile.Read(ref _figures);

    /// <inheritdoc/>
    public bool CancelRequested => false;

    /// <inheritdoc/>
    /// <remarks>Asked when something was submitted. What arrives during a step is seen at its end.</remarks>
    public long DueNs => _isStepping || _arrived.IsEmpty ? Agenda.Never : 0;

    /// <summary>Takes in a request. From any thread.</summary>
    public void Enqueue(BatchSequence sequence)
    {
        _arrived.Enqueue(sequence);
        pacer.Submit(this);
    }

    /// <inheritdoc/>
    public long Run(long nowNs, PacerTotals totals)
    {
        // Arrivals put the loop on the agenda beside the step under way: of several entries one goes on.
        if (_isStepping && nowNs < _endNs)
        {
            return Agenda.Never;
        }

        if (_isStepping)
        {
            _isStepping = false;
            scheduler.End(_endNs);
        }

        while (_arrived.TryDequeue(out BatchSequence? arrived))
        {
            _coming.Enqueue(arrived, (arrived.ReadyNs, _arrivals++));
        }

        return Begin(nowNs);
    }

    /// <inheritdoc/>
    public void Abort()
    {
        // The engine stops; each request is ended by its own stream.
    }

    private long Begin(long nowNs)
    {
        long beginNs = _endNs;
        bool isIdle = scheduler.Requests is { Running: 0, Waiting: 0 };
        if (isIdle && _coming.TryPeek(out BatchSequence? first, out _))
        {
            beginNs = Math.Max(beginNs, first.ReadyNs);
        }

        if (isIdle && beginNs > nowNs)
        {
            return beginNs;
        }

        while (_coming.TryPeek(out BatchSequence? ready, out _) && ready.ReadyNs <= beginNs)
        {
            _coming.Dequeue();
            scheduler.Add(ready);
        }

        if (scheduler.Begin() is not { } step)
        {
            Note(0);
            return _coming.TryPeek(out BatchSequence? next, out _) ? next.ReadyNs : Agenda.Never;
        }

        _isStepping = true;
        _endNs = beginNs + (long)(step.TotalS * 1e9 / timeScale);
        Note(1);
        return _endNs;
    }

    private void Note(int steps)
    {
        (int running, int waiting) = scheduler.Requests;
        Volatile.Write(ref _figures, new BatchFigures(_figures.Steps + steps, running, waiting, scheduler.HeldShare));
    }
}

/// <summary>How a batch stands.</summary>
/// <param name="Steps">Steps begun since the engine's start.</param>
/// <param name="Running">Requests in the batch.</param>
/// <param name="Waiting">Requests that wait for room.</param>
/// <param name="HeldShare">Part of the cache that is reserved.</param>
public sealed record BatchFigures(long Steps, int Running, int Waiting, double HeldShare);
