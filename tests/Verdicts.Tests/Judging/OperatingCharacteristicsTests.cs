using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Settings;
using static LoadGen.Verdicts.Tests.Support.SampleRuns;

namespace LoadGen.Verdicts.Tests.Judging;

/// <summary>
/// How often the verdict is wrong, over 2,000 simulated endpoints with lognormal TTFTs: what a verdict that is to stand in a dispute has to
/// show. Each has a seed of its own, the same each time.
/// </summary>
public sealed class OperatingCharacteristicsTests
{
    private const int Endpoints = 2000;
    private const double BoundMs = 200;

    // ln x of the 99th percentile lies 2.326 σ above the median's.
    private const double Z99 = 2.3263478740408408;

    // TTFTs of a loaded server: the 99th percentile about 3.2 times the median.
    private const double Sigma = 0.5;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_a_p99_a_tenth_above_the_bound_no_more_than_one_in_a_hundred_passes(bool stopEarly)
    {
        int passed = Verdicts(1.1, requests: 4000, stopEarly).Count(verdict => verdict == Verdict.Pass);
        Assert.InRange(passed, 0, Endpoints / 100);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_a_p99_a_tenth_below_the_bound_and_enough_requests_nineteen_in_twenty_pass(bool stopEarly)
    {
        Verdict[] verdicts = Verdicts(0.9, requests: 8000, stopEarly);
        Assert.InRange(verdicts.Count(verdict => verdict == Verdict.Pass), Endpoints * 95 / 100, Endpoints);
        Assert.InRange(verdicts.Count(verdict => verdict == Verdict.Fail), 0, Endpoints / 100);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void On_the_bound_no_more_than_one_in_a_hundred_passes_or_fails(bool stopEarly)
    {
        // 1% of 2,000 are 20; three standard deviations of chance more.
        Verdict[] verdicts = Verdicts(1, requests: 2500, stopEarly);
        Assert.InRange(verdicts.Count(verdict => verdict == Verdict.Pass), 0, 33);
        Assert.InRange(verdicts.Count(verdict => verdict == Verdict.Fail), 0, 33);
    }

    private static Verdict[] Verdicts(double p99OfBound, int requests, bool stopEarly)
    {
        double median = BoundMs * p99OfBound / Math.Exp(Z99 * Sigma);
        Sla sla = SlaWith($"stop_early: {(stopEarly ? "true" : "false")}\n", "ttft, percentile: 99, max: 200ms");
        var verdicts = new Verdict[Endpoints];
        Parallel.For(0, Endpoints, endpoint =>
        {
            var random = new Random(endpoint);
            var judge = new SlaJudge(sla);
            for (int i = 0; i < requests && judge.Decided is null; i++)
            {
                judge.Add(Good(i, ttftMs: median * Math.Exp(Sigma * Normal(random))));
            }

            verdicts[endpoint] = judge.Finish(new RunFacts()).Verdict;
        });

        return verdicts;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
