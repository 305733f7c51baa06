using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Tests.Statistics;
using static LoadGen.Verdicts.Tests.Support.SampleRuns;

namespace LoadGen.Verdicts.Tests.Judging;

/// <summary>
/// How often the verdict of an endpoint that is just on the bound is wrong where looks also end what the requests that are left cannot
/// change: the chance over all courses that a run can take, by dynamic programming.
/// </summary>
public sealed class ForegoneTests
{
    [Theory]
    [InlineData(50, 199)]
    [InlineData(50, 100)]
    [InlineData(90, 195)]
    [InlineData(90, 300)]
    public void On_the_bound_passes_and_fails_each_spend_no_more_than_the_budget(int percentile, int planned)
    {
        Sla sla = Sla($"ttft, percentile: {percentile}, max: 200ms");
        Assert.InRange(ChanceOf(Verdict.Pass, sla, planned, percentile), 0, 0.01);
        Assert.InRange(ChanceOf(Verdict.Fail, sla, planned, percentile), 0, 0.01);
    }

    private static double ChanceOf(Verdict asked, Sla sla, int planned, int percentile)
    {
        var looks = new LookSchedule(sla, new JudgeOptions { StopEarly = true, PlannedRequests = planned });
        return SequentialTest.ChanceOfStopping(planned, 1 - (percentile / 100.0), (n, t) =>
        {
            List<Observation> judged = [.. Run(n, i => Good(i, ttftMs: i < t ? 300 : 100))];
            Verdict verdict = looks.At(judged, n, planned - n)?.Look.Verdict ?? Verdict.NotEnoughEvidence;
            if (verdict == Verdict.NotEnoughEvidence && n == planned)
            {
                verdict = looks.Last(judged, judged, new RunFacts(), isWithoutSteadyState: false).Look.Verdict;
            }

            return verdict == Verdict.NotEnoughEvidence ? null : verdict == asked;
        });
    }
}
