using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;
using static LoadGen.Verdicts.Tests.Support.SampleRuns;

namespace LoadGen.Verdicts.Tests.Judging;

/// <summary>Endpoints whose latencies and faults are known, 50 runs of each: the verdict is right in all of them.</summary>
public sealed class KnownEndpointsTests
{
    private const int Runs = 50;
    private static readonly Sla s_sla = Sla("ttft, percentile: 95, max: 300ms", "tpot, percentile: 95, max: 30ms", "error_rate, max: 2%", "rate_limit_rate, max: 2%");

    [Fact]
    public void A_healthy_one_passes() => All(Verdict.Pass, null, (i, random) => Healthy(i, random));

    [Fact]
    public void A_slow_one_fails() => All(Verdict.Fail, "ttft", (i, random) => Healthy(i, random, ttftMs: 260));

    [Fact]
    public void One_that_is_quick_to_answer_and_slow_to_go_on_fails() => All(Verdict.Fail, "tpot", (i, random) => Healthy(i, random, tpotMs: 29));

    [Fact]
    public void One_that_hangs_now_and_then_fails() =>
        All(Verdict.Fail, "error_rate", (i, random) => random.NextDouble() < 0.06 ? Failed(i) : Healthy(i, random));

    [Fact]
    public void One_that_is_down_for_a_while_fails() =>
        All(Verdict.Fail, "error_rate", (i, random) => i is >= 200 and < 260 ? Failed(i, Outcome.Status5xx) : Healthy(i, random));

    [Fact]
    public void One_that_sends_every_tenth_away_fails() =>
        All(Verdict.Fail, "rate_limit_rate", (i, random) => i % 10 == 9 ? Failed(i, Outcome.RateLimited) : Healthy(i, random));

    [Fact]
    public void One_that_cuts_answers_short_fails() =>
        All(Verdict.Fail, "error_rate", (i, random) => random.NextDouble() < 0.08 ? Failed(i, Outcome.Truncated) : Healthy(i, random));

    private static void All(Verdict expected, string? broken, Func<int, Random, Observation> of)
    {
        for (int seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var judge = new SlaJudge(s_sla);
            for (int i = 0; i < 3000 && judge.Decided is null; i++)
            {
                judge.Add(of(i, random));
            }

            VerdictDocument document = judge.Finish(new RunFacts());
            Assert.True(document.Verdict == expected, $"seed {seed}: {document.Reason}");
            Assert.True(broken is null || document.Objectives.Any(objective => objective.Metric == broken && objective.Verdict == Verdict.Fail), $"seed {seed}: {document.Reason}");
        }
    }

    // Medians; lognormal with σ 0.3: the 95th percentile is 1.64 times as much.
    private static Observation Healthy(int index, Random random, double ttftMs = 130, double tpotMs = 14) =>
        Good(index, ttftMs * Spread(random), tpotMs * Spread(random));

    private static double Spread(Random random) =>
        Math.Exp(0.3 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
