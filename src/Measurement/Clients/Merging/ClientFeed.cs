using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Clients.Merging;

/// <summary>What one client told of a phase, and is not taken over yet. Single-threaded.</summary>
/// <param name="streams">Its part of a closed loop's streams; 0 under a schedule.</param>
internal sealed class ClientFeed(int streams)
{
    /// <summary>Requests of it that can be under way at once from now on: where none is left to start, those that still are.</summary>
    public int StreamsLeft => IsDry ? UnderWay : streams;

    /// <summary>What its window was told, in order.</summary>
    public Queue<LoadEvent> Events { get; } = new();

    /// <summary>Its finished requests, by their ends.</summary>
    public PriorityQueue<RequestTimeline, long> Finished { get; } = new();

    /// <summary>Everything of it up to here was told, on the coordinator's clock.</summary>
    public long ToldNs { get; set; } = long.MinValue;

    /// <summary>Its intervals that have ended.</summary>
    public long Interval { get; set; }

    /// <summary>It will tell nothing more.</summary>
    public bool IsOver { get; set; }

    /// <summary>It told that no further request starts, or was counted so.</summary>
    public bool IsDry { get; set; }

    /// <summary>Requests that it sent and that have not ended.</summary>
    public int UnderWay { get; set; }

    /// <summary>Its requests that ended.</summary>
    public long Requested { get; set; }

    /// <summary>Of these, the ones that completed.</summary>
    public long Completed { get; set; }

    /// <summary>Adds an event, on the coordinator's clock; a clock that was set right in between does not turn the order round.</summary>
    public void Add(LoadEvent told) => Events.Enqueue(told with { AtNs = Math.Max(told.AtNs, ToldNs) });
}
