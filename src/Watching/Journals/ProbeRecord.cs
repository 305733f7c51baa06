using System.Text.Json.Serialization;
using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Watching.Journals;

/// <summary>One probe of one endpoint, as it ended. Fields are named as in a run's <c>records.jsonl</c>; what a request has not is left out.</summary>
public sealed record ProbeRecord : JournalRecord
{
    private static readonly Dictionary<string, Outcome> s_outcomes = Enum.GetValues<Outcome>().ToDictionary(Outcomes.Name);

    /// <summary>The endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The round that it belongs to, over all restarts.</summary>
    public required long Round { get; init; }

    /// <summary>The prompt's number: no two probes of a journal have the same.</summary>
    public required int Prompt { get; init; }

    /// <summary>When it was due.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>How it ended, by its name in results.</summary>
    public required string Outcome { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }

    /// <summary>HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>Opening the connection, TLS included.</summary>
    public double? ConnectMs { get; init; }

    /// <summary>First output − send.</summary>
    public double? TtftMs { get; init; }

    /// <summary>First output − the moment the probe began, the look-up of the name and the connection included.</summary>
    public double? TtftIntendedMs { get; init; }

    /// <summary>First visible text − send.</summary>
    public double? TtfvtMs { get; init; }

    /// <summary>Time per output token after the first.</summary>
    public double? TpotMs { get; init; }

    /// <summary>The longest gap between chunks with output.</summary>
    public double? ItlMaxMs { get; init; }

    /// <summary>The 99th percentile of the gaps.</summary>
    public double? ItlP99Ms { get; init; }

    /// <summary>Last chunk − send.</summary>
    public double? E2eMs { get; init; }

    /// <summary>Last chunk − the moment the probe began.</summary>
    public double? E2eIntendedMs { get; init; }

    /// <summary>Prompt tokens: the server's count where it states one.</summary>
    public int InputTokens { get; init; }

    /// <summary>Prompt tokens as the probe asked: what an objective's context is held against.</summary>
    public int RequestedInputTokens { get; init; }

    /// <summary>Output tokens.</summary>
    public int OutputTokens { get; init; }

    /// <summary>Prompt tokens that the server says it found in a cache.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>The server says that it is simulated.</summary>
    public bool? Simulated { get; init; }

    /// <summary>The outcome is one that this program knows.</summary>
    [JsonIgnore]
    public bool IsKnown => s_outcomes.ContainsKey(Outcome);

    /// <summary>The whole answer arrived.</summary>
    [JsonIgnore]
    public bool IsCompleted => Outcome == Outcomes.Name(Measurement.Timelines.Outcome.Completed);

    /// <summary>The watcher gave it up.</summary>
    [JsonIgnore]
    public bool IsCancelled => Outcome == Outcomes.Name(Measurement.Timelines.Outcome.Cancelled);

    /// <summary>The probe as objectives are held against it: a run of its own, which began when it did.</summary>
    public Observation ToObservation() => new()
    {
        Index = Prompt,
        Outcome = s_outcomes[Outcome],
        IntendedS = 0,
        SendS = (E2eIntendedMs - E2eMs) / 1000 ?? double.NaN,
        EndS = E2eIntendedMs / 1000 ?? double.NaN,
        TtftMs = TtftMs ?? double.NaN,
        TtftIntendedMs = TtftIntendedMs ?? double.NaN,
        TtfvtMs = TtfvtMs ?? double.NaN,
        TpotMs = TpotMs ?? double.NaN,
        ItlMaxMs = ItlMaxMs ?? double.NaN,
        ItlP99Ms = ItlP99Ms ?? double.NaN,
        E2eMs = E2eMs ?? double.NaN,
        InputTokens = InputTokens,
        RequestedInputTokens = RequestedInputTokens,
        OutputTokens = OutputTokens,
        Turn = 1,
    };
}
