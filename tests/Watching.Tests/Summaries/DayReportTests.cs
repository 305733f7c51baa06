using LoadGen.Verdicts.Statistics;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Settings;
using LoadGen.Watching.Summaries;
using LoadGen.Watching.Tests.Support;

namespace LoadGen.Watching.Tests.Summaries;

public class DayReportTests
{
    private static readonly WatchPlan s_plan = Plans.Read("/tmp");
    private static readonly DateOnly s_day = JournalSegments.DayOf(Probes.Noon);

    [Fact]
    public void Figures_are_those_of_the_days_probes()
    {
        ProbeRecord[] a = [.. Enumerable.Range(1, 100).Select(i => Probes.Good("a", At(i)) with { TtftMs = i, CachedTokens = i == 7 ? 16 : 0 })];
        ProbeRecord[] b = [.. Enumerable.Range(1, 50).Select(i => i <= 10 ? Probes.Bad(Probes.Good("b", At(i))) : Probes.Good("b", At(i)) with { Simulated = true })];
        SummaryDocument summary = Build([.. a, .. b]);

        EndpointSummary first = summary.Endpoints[0];
        Assert.Equal((1, "a", 100, 1), (first.Rank, first.Name, first.Probes, first.CachedProbes));
        Assert.Equal(new TimesSummary(100, 50, 90, 99, 100), first.TtftMs);
        (double low, double high) = ClopperPearson.Interval(100, 100, 0.99);
        Assert.Equal(new ShareSummary(100, 100, 1, low, high), first.Completed);
        Assert.False(first.Simulated);

        EndpointSummary second = summary.Endpoints[1];
        Assert.Equal((2, "b", true), (second.Rank, second.Name, second.Simulated));
        Assert.Equal([("completed", 40), ("status_5xx", 10)], second.Outcomes.Select(outcome => (outcome.Key, outcome.Value)));
        ObjectiveSummary errors = second.Objectives[0];
        Assert.Equal((10, 50, 0.01, 20.0, "missed"), (errors.Overruns.Count, errors.Overruns.Of, errors.AllowedShare, errors.Burn, errors.Verdict));
        Assert.Equal(40, second.TtftMs!.Count);
    }

    [Fact]
    public void A_verdict_needs_the_whole_interval()
    {
        // 1% is allowed: 100 clean probes are no proof of it at 99%, 1,000 are.
        Assert.Equal("open", Build(Clean(100)).Endpoints[0].Objectives[0].Verdict);
        Assert.Equal("kept", Build(Clean(1000)).Endpoints[0].Objectives[0].Verdict);
    }

    [Fact]
    public void Endpoints_are_ranked_by_budget_then_speed_and_those_unseen_come_last()
    {
        WatchPlan plan = Plans.Read("/tmp", Plans.Two.Replace(
            "probe:", "  - { name: c, url: http://127.0.0.1:9, model: m }\n  - { name: d, url: http://127.0.0.1:9, model: m }\nprobe:", StringComparison.Ordinal));
        SummaryDocument summary = DayReport.Build(
            plan,
            s_day,
            [Probes.Bad(Probes.Good("a", At(1))), Probes.Good("b", At(1)), Probes.Good("c", At(1)) with { TtftMs = 99 }],
            new DayFacts(true, At(5), 0));
        Assert.Equal(["c", "b", "a", "d"], summary.Endpoints.Select(endpoint => endpoint.Name));
    }

    [Fact]
    public void Time_that_nobody_watched_is_counted_from_midnight()
    {
        var begin = new DateTimeOffset(s_day, TimeOnly.MinValue, TimeSpan.Zero);
        SummaryDocument summary = Build(
        [
            new GapRecord { At = begin.AddHours(1), From = begin.AddHours(-5), To = begin.AddHours(1), Reason = GapReason.WatcherDown },
            new GapRecord { At = At(60), From = At(0), To = At(60), Reason = GapReason.WatcherHeldUp },
        ]);
        Assert.Equal(3660, summary.NotWatchedS);
    }

    [Fact]
    public void The_text_is_a_league_table_and_every_objective()
    {
        string text = SummaryText.Of(Build([Probes.Good("a", At(1)), Probes.Bad(Probes.Good("b", At(2)))]));
        string[] lines = text.Split('\n');
        Assert.Equal("# two, 2026-01-01 (so far)", lines[0]);
        Assert.StartsWith("| # | endpoint | probes | completed ", lines[4], StringComparison.Ordinal);
        Assert.StartsWith("| 1 | a        | 1      | 100% (0.5–100%), 1 of 1 | 100.0/100.0/100.0   | 10.00       | 130/130 ", lines[6], StringComparison.Ordinal);
        Assert.StartsWith("| 2 | b        | 1      | 0% (0–99.5%), 0 of 1    | –                   | –           | –  ", lines[7], StringComparison.Ordinal);
        Assert.Contains("| errors    | b        | 100% (0.5–100%), 1 of 1 | 1%      | 100  | open    |", lines);
    }

    [Fact]
    public void A_day_without_records_is_said_too()
    {
        SummaryDocument summary = Build([]);
        Assert.Equal((null, null, 0.0), (summary.From, summary.To, summary.NotWatchedS));
        Assert.All(summary.Endpoints, endpoint => Assert.Null(endpoint.Completed.Share));
        Assert.Contains("| 1 | a ", SummaryText.Of(summary), StringComparison.Ordinal);
    }

    private static DateTimeOffset At(double s) => Probes.Noon.AddSeconds(s);

    private static JournalRecord[] Clean(int probes) => [.. Enumerable.Range(0, probes).Select(i => Probes.Good("a", At(i)))];

    private static SummaryDocument Build(JournalRecord[] records) => DayReport.Build(s_plan, s_day, records, new DayFacts(false, At(0), 0));
}
