using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;
using static LoadGen.Verdicts.Tests.Support.SampleRuns;

namespace LoadGen.Verdicts.Tests.Judging;

/// <summary>A verdict that was given live is the verdict that its records give again.</summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData(0.002, true)]
    [InlineData(0.008, true)]
    [InlineData(0.03, true)]
    [InlineData(0.008, false)]
    public void Told_as_requests_end_or_read_back_in_order_it_is_the_same(double overruns, bool stopEarly)
    {
        Sla sla = Sla("ttft, percentile: 99, max: 200ms", "error_rate, max: 1%", "availability, min: 80%, window: 3s");
        var options = new JudgeOptions { StopEarly = stopEarly, PlannedRequests = 3000, Warmup = steady => steady.Length / 10 };
        var random = new Random(8);

        // Gaps in the indices, stages, failures, and an order of ends that is not that of starts.
        Observation[] run =
        [
            .. Run(3000, i => random.NextDouble() < overruns ? Failed(i) with { EndS = (i * 0.1) + 60 } : Good(i, ttftMs: 50 + (100 * random.NextDouble())))
                .Where(request => request.Index % 97 != 50)
                .Select(request => request.Index < 40 ? request with { Stage = RunStage.Ramp } : request),
        ];
        var live = new SlaJudge(sla, options);
        foreach (Observation request in run.OrderBy(request => request.EndS))
        {
            live.Add(request);
        }

        VerdictDocument given = live.Finish(new RunFacts());
        VerdictDocument again = SlaJudge.Judge(sla, run, new RunFacts(), options);
        Assert.Equal(Text(given), Text(again));
    }

    private static string Text(VerdictDocument document)
    {
        using var stream = new MemoryStream();
        VerdictFile.Write(document, stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
