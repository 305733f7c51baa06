using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Validity;
using LoadGen.Telemetry;
using LoadGen.Transport.Connections;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Running;

/// <summary>How a phase ended.</summary>
/// <param name="StartNs">Its start on the run's clock.</param>
/// <param name="StartedAt">Its start on the wall clock.</param>
/// <param name="Planned">Requests it set out to make; null when time ended it.</param>
/// <param name="Totals">What it added up.</param>
/// <param name="TargetLost">It ended because the target refused every connection.</param>
/// <param name="WriteFailure">It ended because a file could not be written; null when all were.</param>
public sealed record PhaseOutcome(long StartNs, DateTimeOffset StartedAt, long? Planned, RunTotals Totals, bool TargetLost, IOException? WriteFailure)
{
    /// <summary>It ended because the dataset could not be read any more; null where it could.</summary>
    public DatasetFormatException? SourceFailure { get; init; }

    /// <summary>What became of the schedule's arrivals; null in a closed loop.</summary>
    internal ArrivalTally? Arrivals { get; init; }
}

/// <summary>How a run ended.</summary>
/// <param name="Target">The pinned target.</param>
/// <param name="Warmup">The warm-up; null when there was none.</param>
/// <param name="Measured">The measurement; null when the warm-up already failed.</param>
/// <param name="Interrupted">The user or the system ended it.</param>
/// <param name="Usage">What the measurement cost this process.</param>
/// <param name="ConnectionsOpened">Connections opened over the whole run.</param>
/// <param name="ConnectionsReused">Requests sent on an open connection over the whole run.</param>
public sealed record RunOutcome(
    PinnedTarget Target, PhaseOutcome? Warmup, PhaseOutcome? Measured, bool Interrupted, ProcessUsage? Usage, long ConnectionsOpened, long ConnectionsReused)
{
    /// <summary>Connections opened over the whole run, by what was connected to.</summary>
    public IReadOnlyDictionary<string, long> ConnectionsByAddress { get; init; } = new Dictionary<string, long>();

    /// <summary>Lines in <c>records.jsonl</c>.</summary>
    public long RecordsWritten { get; init; }

    /// <summary>The target says that it is simulated (its responses carry <c>x-simulated</c>).</summary>
    public bool Simulated { get; init; }

    /// <summary>What the client observed of itself over the measurement; null when nothing was measured.</summary>
    public ObserverFigures? Observer { get; init; }

    /// <summary>What became of the schedule's arrivals; null in a closed loop.</summary>
    public ArrivalCounts? Arrivals { get; init; }

    /// <summary>The clients that made it together; null where there was one.</summary>
    public IReadOnlyList<ClientOutcome>? Clients { get; init; }

    /// <summary>What the GPUs drew; null when nothing read them.</summary>
    public PowerRecord? Power { get; init; }

    /// <summary>Why nothing read them; null when something did.</summary>
    public string? PowerAbsent { get; init; }

    /// <summary>What the engine's counters say; null when they were not asked for.</summary>
    public EngineMetricsInfo? EngineMetrics { get; init; }

    /// <summary>A run whose warm-up failed or was interrupted.</summary>
    public static RunOutcome WithoutMeasurement(PinnedTarget target, PhaseOutcome warmup, bool interrupted) =>
        new(target, warmup, null, interrupted, null, 0, 0);
}
