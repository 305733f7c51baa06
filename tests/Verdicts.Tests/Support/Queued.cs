using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Observations;

namespace LoadGen.Verdicts.Tests.Support;

/// <summary>Requests made up.</summary>
internal static class Queued
{
    /// <summary>A completed request of steady state.</summary>
    public static Observation Steady(int index, double sendS, double ttftMs) => new()
    {
        Index = index,
        Outcome = Outcome.Completed,
        Stage = RunStage.Steady,
        IntendedS = sendS,
        SendS = sendS,
        EndS = sendS + (ttftMs / 1000),
        TtftMs = ttftMs,
        TtftIntendedMs = ttftMs,
        TtfvtMs = ttftMs,
        TpotMs = double.NaN,
        ItlMaxMs = double.NaN,
        ItlP99Ms = double.NaN,
        E2eMs = ttftMs,
        InputTokens = 10,
        RequestedInputTokens = 10,
        OutputTokens = 1,
        Turn = 1,
    };

    /// <summary>One server that takes requests one after another, Poisson arrivals, and service times of a uniform distribution around their mean.</summary>
    /// <param name="ratePerS">Requests a second.</param>
    /// <param name="serviceS">Mean service time, s.</param>
    /// <param name="count">How many requests.</param>
    /// <param name="seed">Which ones.</param>
    public static IEnumerable<Observation> Queue(double ratePerS, double serviceS, int count, int seed) =>
        Queue(ratePerS, random => serviceS * (0.5 + random.NextDouble()), count, seed);

    /// <summary>The same with service times of an exponential distribution.</summary>
    /// <param name="ratePerS">Requests a second.</param>
    /// <param name="servicePerS">Requests a second that the server could answer.</param>
    /// <param name="count">How many requests.</param>
    /// <param name="seed">Which ones.</param>
    public static IEnumerable<Observation> MarkovQueue(double ratePerS, double servicePerS, int count, int seed) =>
        Queue(ratePerS, random => -Math.Log(1 - random.NextDouble()) / servicePerS, count, seed);

    private static IEnumerable<Observation> Queue(double ratePerS, Func<Random, double> service, int count, int seed)
    {
        var random = new Random(seed);
        double due = 0;
        double free = 0;
        for (int i = 0; i < count; i++)
        {
            due += -Math.Log(1 - random.NextDouble()) / ratePerS;
            free = Math.Max(due, free) + service(random);
            yield return Steady(i, due, (free - due) * 1000);
        }
    }
}
