using System.Text.Json.Serialization;

namespace LoadGen.Watching.Journals;

/// <summary>One line of the journal. A closed set: each kind has its record here.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BeginRecord), "begin")]
[JsonDerivedType(typeof(DayRecord), "day")]
[JsonDerivedType(typeof(ProbeRecord), "probe")]
[JsonDerivedType(typeof(GapRecord), "gap")]
[JsonDerivedType(typeof(AlertRecord), "alert")]
[JsonDerivedType(typeof(DeliveryRecord), "delivery")]
[JsonDerivedType(typeof(EndRecord), "end")]
public abstract record JournalRecord
{
    /// <summary>When it was written, by the wall clock. Never before the record in front of it.</summary>
    [JsonPropertyOrder(-1)]
    public required DateTimeOffset At { get; init; }
}

/// <summary>A watcher began.</summary>
public sealed record BeginRecord : JournalRecord
{
    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>The endpoints that it probes, in the order of its file.</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>What goes on from earlier.</summary>
    public required JournalCarry Carry { get; init; }
}

/// <summary>The first record of a day's segment where a watcher went through midnight.</summary>
public sealed record DayRecord : JournalRecord
{
    /// <summary>What goes on from earlier, so that older segments need not be read.</summary>
    public required JournalCarry Carry { get; init; }
}

/// <summary>Nobody watched: what happened meanwhile is no endpoint's doing.</summary>
public sealed record GapRecord : JournalRecord
{
    /// <summary>Since when.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Until when.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Why.</summary>
    public required GapReason Reason { get; init; }
}

/// <summary>Why nobody watched.</summary>
public enum GapReason
{
    /// <summary>The watcher had been ended in order.</summary>
    WatcherStopped,

    /// <summary>The watcher was down: killed, or its machine lost power.</summary>
    WatcherDown,

    /// <summary>The watcher was there and could not work: its machine slept, or had no time for it.</summary>
    WatcherHeldUp,
}

/// <summary>An alert fired, or what it was about is over.</summary>
public sealed record AlertRecord : JournalRecord
{
    /// <summary>Its number in this journal.</summary>
    public required long Id { get; init; }

    /// <summary>The alert's name.</summary>
    public required string Alert { get; init; }

    /// <summary>The endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The objective.</summary>
    public required string Objective { get; init; }

    /// <summary>It fires; else it is over.</summary>
    public required bool IsFiring { get; init; }

    /// <summary>The burn rate from which it fires.</summary>
    public required double Threshold { get; init; }

    /// <summary>The share of requests that may miss the objective, 0–1.</summary>
    public required double AllowedShare { get; init; }

    /// <summary>What its windows held.</summary>
    public required IReadOnlyList<WindowBurn> Windows { get; init; }
}

/// <summary>One window of an alert.</summary>
/// <param name="Window">Its length, as files write it.</param>
/// <param name="Requests">Requests in it.</param>
/// <param name="Overruns">Of these, the ones that missed the objective.</param>
/// <param name="Burn">Their share over the allowed one.</param>
public sealed record WindowBurn(string Window, long Requests, long Overruns, double Burn);

/// <summary>What became of an alert's message.</summary>
public sealed record DeliveryRecord : JournalRecord
{
    /// <summary>The alert's number.</summary>
    public required long Id { get; init; }

    /// <summary>It was taken; else it was given up.</summary>
    public required bool IsDelivered { get; init; }

    /// <summary>How often it was sent.</summary>
    public required int Tries { get; init; }

    /// <summary>Why it was given up; null when it was not.</summary>
    public string? Error { get; init; }
}

/// <summary>A watcher ended in order.</summary>
public sealed record EndRecord : JournalRecord
{
    /// <summary>Why: <c>duration</c>, <c>stopped</c> or <c>alert</c>.</summary>
    public required string Reason { get; init; }
}
