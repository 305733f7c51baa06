using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Verdicts.Tests.Support;

/// <summary>Requests of runs that never were.</summary>
internal static class SampleRuns
{
    /// <summary>An SLA with these objectives.</summary>
    public static Sla Sla(params string[] objectives) => SlaWith("", objectives);

    /// <summary>The same, with more keys before it.</summary>
    public static Sla SlaWith(string keys, params string[] objectives) => SlaFileReader.Parse(
        keys + "load: { rate: 10, duration: 1h }\nobjectives:\n" + string.Concat(objectives.Select(objective => $"  - {{ metric: {objective} }}\n")), "sla.yaml");

    /// <summary>A completed request of steady state, due a tenth of a second after the one before.</summary>
    public static Observation Good(int index, double ttftMs = 100, double tpotMs = 20) => new()
    {
        Index = index,
        Outcome = Outcome.Completed,
        Stage = RunStage.Steady,
        IntendedS = index * 0.1,
        SendS = index * 0.1,
        EndS = (index * 0.1) + ((ttftMs + (99 * tpotMs)) / 1000),
        TtftMs = ttftMs,
        TtftIntendedMs = ttftMs,
        TtfvtMs = ttftMs,
        TpotMs = tpotMs,
        ItlMaxMs = tpotMs,
        ItlP99Ms = tpotMs,
        E2eMs = ttftMs + (99 * tpotMs),
        InputTokens = 1000,
        RequestedInputTokens = 1000,
        OutputTokens = 100,
        Turn = 1,
    };

    /// <summary>A request of steady state that did not complete.</summary>
    public static Observation Failed(int index, Outcome outcome = Outcome.TimedOut) => Good(index) with
    {
        Outcome = outcome,
        TtftMs = double.NaN,
        TtftIntendedMs = double.NaN,
        TtfvtMs = double.NaN,
        TpotMs = double.NaN,
        ItlMaxMs = double.NaN,
        ItlP99Ms = double.NaN,
        OutputTokens = 0,
    };

    /// <summary>So many good requests, of which some are others.</summary>
    public static Observation[] Run(int count, Func<int, Observation>? of = null) => [.. Enumerable.Range(0, count).Select(of ?? (i => Good(i)))];
}
