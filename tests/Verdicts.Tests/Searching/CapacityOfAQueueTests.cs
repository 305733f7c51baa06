using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Judging;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Searching;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Steady;
using LoadGen.Verdicts.Tests.Support;

namespace LoadGen.Verdicts.Tests.Searching;

/// <summary>
/// The whole of a search, on a server whose capacity is known: one that answers in times of an exponential distribution, mean 1/μ, has
/// response times of an exponential distribution too, mean 1/(μ − λ) at λ requests a second. 90% of them stay under T up to λ = μ − ln 10 / T.
/// </summary>
public class CapacityOfAQueueTests
{
    private const double ServicePerS = 100;
    private const double BoundS = 0.1;
    private const int RequestsOfALevel = 20_000;

    private static readonly double s_capacity = ServicePerS - (Math.Log(10) / BoundS);

    private static readonly Sla s_sla = SlaFileReader.Parse(
        """
        load: { rate: 10, duration: 10m }
        objectives: [ { metric: ttft, percentile: 90, max: 100ms } ]
        """,
        "queue.yaml");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task The_highest_rate_is_found_to_five_percent(int seed)
    {
        var seen = new Dictionary<double, List<Observation>>();
        var search = new CapacitySearch(new SearchOptions { Start = 10, Lowest = 1, Highest = 1000 }, (level, repeat, _) => Task.FromResult(Measure(seen, level, repeat, seed)));
        SearchOutcome outcome = await search.RunAsync(CancellationToken.None);

        Assert.True(outcome.End is SearchEnd.Exact or SearchEnd.Uncertain, outcome.End.ToString());

        // Requests that wait in one queue are not independent: a verdict at 1% from the capacity may be wrong more often than it says.
        Assert.InRange(outcome.HighestPass!.Value, s_capacity * 0.9, s_capacity * 1.02);
        Assert.InRange(outcome.LowestFail!.Value, s_capacity * 0.98, s_capacity * 1.1);
        Assert.InRange(outcome.Estimate!.Value, s_capacity * 0.95, s_capacity * 1.05);
    }

    private static LevelMeasurement Measure(Dictionary<double, List<Observation>> seen, double level, int repeat, int seed)
    {
        List<Observation> requests = seen.TryGetValue(level, out List<Observation>? earlier) ? earlier : seen[level] = [];
        double behindS = requests.Count > 0 ? requests.Max(request => request.EndS) : 0;
        requests.AddRange(Queued.MarkovQueue(level, ServicePerS, RequestsOfALevel, (seed * 1000) + (repeat * 100) + (int)level)
            .Select(request => LiveJudge.Behind(request, repeat * RequestsOfALevel, behindS)));
        VerdictDocument verdict = SlaJudge.Judge(s_sla, requests, new RunFacts(), new JudgeOptions { StopEarly = false, Warmup = WarmupCut.Of });
        bool isOverloaded = Stability.Of(requests).IsUnstable;
        return new LevelMeasurement
        {
            Level = level,
            Repeat = repeat,
            Verdict = verdict.Verdict == Verdict.Fail || isOverloaded ? LevelVerdict.Fail : verdict.Verdict == Verdict.Pass ? LevelVerdict.Pass : LevelVerdict.Uncertain,
            Reason = verdict.Reason,
            Requests = verdict.Requests.Judged,
            SpentS = RequestsOfALevel / level,
        };
    }
}
