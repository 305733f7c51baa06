using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Sessions;

namespace LoadGen.Measurement.Running.Sessions;

/// <summary>What defines a run of sessions beside <see cref="BenchOptions"/>.</summary>
public sealed record SessionOptions
{
    /// <summary>Where the sessions come from, each a conversation.</summary>
    public required ConversationSource Source { get; init; }

    /// <summary>How turns become prompts.</summary>
    public required DatasetWorkloadOptions Prompts { get; init; }

    /// <summary>The gaps between turns.</summary>
    public ThinkTime ThinkTime { get; init; } = ThinkTime.Recorded;

    /// <summary>Whose answers a session's history holds.</summary>
    public SessionHistory History { get; init; }

    /// <summary>What a failed turn does to its session.</summary>
    public OnTurnFailure OnTurnFailure { get; init; }

    /// <summary>Header that carries the session's name in every request of it; null for none.</summary>
    public string? Header { get; init; }

    /// <summary>When sessions begin.</summary>
    public SessionStarts Starts { get; init; }

    /// <summary>The schedule of <see cref="SessionStarts.Scheduled"/>.</summary>
    public ArrivalSchedule? Schedule { get; init; }

    /// <summary>Sessions begin by a schedule, whatever became of the ones before.</summary>
    public bool IsOpen => Starts != SessionStarts.WhenOneEnds;
}

/// <summary>Whose answers a session's history holds.</summary>
public enum SessionHistory
{
    /// <summary>The recorded ones: every run sends the same prompts.</summary>
    Recorded,

    /// <summary>The server's own.</summary>
    Server,
}

/// <summary>What a failed turn does to its session.</summary>
public enum OnTurnFailure
{
    /// <summary>Its later turns are not made.</summary>
    End,

    /// <summary>The session goes on, with the recorded answer where there is one.</summary>
    Continue,
}

/// <summary>When sessions begin.</summary>
public enum SessionStarts
{
    /// <summary>A set number is under way at once: the next begins when one ends.</summary>
    WhenOneEnds,

    /// <summary>By a schedule.</summary>
    Scheduled,

    /// <summary>When the dataset says.</summary>
    Recorded,
}
