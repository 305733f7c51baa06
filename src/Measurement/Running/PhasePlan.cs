using LoadGen.Workloads;

namespace LoadGen.Measurement.Running;

/// <summary>What a phase sets out to do.</summary>
/// <param name="Workload">Where its requests come from.</param>
/// <param name="Arrivals">When they are due; null for a closed loop.</param>
/// <param name="Requests">How many; null when time or the workload ends it.</param>
/// <param name="Duration">How long requests start; null when their number ends it.</param>
internal sealed record PhasePlan(Workload Workload, ArrivalSchedule? Arrivals, int? Requests, TimeSpan? Duration)
{
    /// <summary>This client's part of it.</summary>
    public ClientShare Share { get; init; } = ClientShare.Whole;

    /// <summary>Requests it sets out to make, all clients together; null when time ends it.</summary>
    public long? Planned => Requests is { } asked ? Math.Min(asked, Workload.Count ?? asked) : Duration is null ? Workload.Count : null;

    /// <summary>Requests this client sets out to make; null when time ends it.</summary>
    public long? OwnPlanned => Planned is { } planned ? Share.CountOf(planned) : null;

    /// <summary>Streams that are at work from the beginning: a closed loop's slots. 0 under a schedule, where a concurrency is a limit that may never be reached.</summary>
    /// <param name="concurrency">This client's; null for one.</param>
    public int Slots(int? concurrency) => Arrivals is null ? (int)Math.Min(concurrency ?? 1, OwnPlanned ?? int.MaxValue) : 0;
}
