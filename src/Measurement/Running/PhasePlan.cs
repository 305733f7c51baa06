using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Running.Sessions;
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

    /// <summary>Its requests are turns of these; null where each stands for itself.</summary>
    public SessionOptions? Sessions { get; init; }

    /// <summary>Requests, or sessions, begin by a schedule.</summary>
    public bool IsScheduled => Sessions?.IsOpen ?? Arrivals is not null;

    /// <summary>Requests it sets out to make, all clients together; null when time ends it.</summary>
    public long? Planned => Requests is { } asked ? Math.Min(asked, Workload.Count ?? asked) : Duration is null ? Workload.Count : null;

    /// <summary>Requests this client sets out to make; null when time ends it.</summary>
    public long? OwnPlanned => Planned is { } planned ? Share.CountOf(planned) : null;

    /// <summary>Streams that are at work from the beginning: a closed loop's slots. 0 under a schedule, where a concurrency is a limit that may never be reached.</summary>
    /// <param name="concurrency">This client's; null for one.</param>
    public int Slots(int? concurrency) =>
        IsScheduled ? 0 : (int)Math.Min(concurrency ?? 1, (Sessions is { } sessions ? Share.CountOf(sessions.Source.Count) : OwnPlanned) ?? int.MaxValue);

    /// <summary>What finds its steady state.</summary>
    /// <param name="concurrency">Of all clients; null for one, or no limit.</param>
    public SteadyWindow Window(int? concurrency) =>
        IsScheduled ? SteadyWindow.UnderSchedule()
        : Sessions is null ? SteadyWindow.UnderConcurrency(concurrency ?? 1)
        : SteadyWindow.UnderSessions(concurrency ?? 1);
}
