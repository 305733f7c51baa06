using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Health;

/// <summary>What the prober knows of one worker. Guarded by the ring's owner.</summary>
internal sealed class ProbeEntry(Worker worker, ProbeSettings settings)
{
    public Worker Worker { get; } = worker;

    public ProbeTally Tally { get; } = new(settings);

    /// <summary>A probe is under way: there is never a second one.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>It waits among those that are probed at once.</summary>
    public bool IsUrgent { get; set; }

    /// <summary>The fleet has it no more.</summary>
    public bool IsGone { get; set; }

    /// <summary>The worker's state when the fleet was last looked at.</summary>
    public WorkerState Seen { get; set; }

    /// <summary>What the worker had completed when the latest probe began.</summary>
    public long CompletedCount { get; set; }

    /// <summary>What the latest probe found; null before the first.</summary>
    public LastProbe? Last { get; set; }
}
