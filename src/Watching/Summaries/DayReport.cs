using LoadGen.Verdicts.Statistics;
using LoadGen.Watching.Alerts;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Settings;
using LoadGen.Watching.Windows;

namespace LoadGen.Watching.Summaries;

/// <summary>Sums a day of the journal up. Pure: the same records give the same document.</summary>
public static class DayReport
{
    /// <summary>Sums up.</summary>
    /// <param name="plan">What was watched; endpoints that it no longer has are left out.</param>
    /// <param name="day">The day.</param>
    /// <param name="records">Its records.</param>
    /// <param name="about">What the records do not say.</param>
    public static SummaryDocument Build(WatchPlan plan, DateOnly day, IReadOnlyList<JournalRecord> records, DayFacts about)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(about);
        ILookup<string, ProbeRecord> probes = records.OfType<ProbeRecord>().ToLookup(probe => probe.Endpoint);
        return new SummaryDocument
        {
            Watch = plan.Name,
            Day = JournalSegments.NameOf(day),
            Complete = about.IsWhole,
            WrittenAt = about.WrittenAt,
            From = records.Count > 0 ? records[0].At : null,
            To = records.Count > 0 ? records[^1].At : null,
            NotWatchedS = Math.Round(records.OfType<GapRecord>().Sum(gap => Within(gap, day).TotalSeconds), 3),
            Confidence = plan.Confidence,
            Endpoints = Rank(plan.Endpoints.Select(endpoint => Endpoint(plan, endpoint.Name, [.. probes[endpoint.Name]]))),
            Alerts = [.. records.OfType<AlertRecord>().Select(alert => FormattableString.Invariant($"{alert.At:u} {AlertText.Of(alert)}"))],
            UnreadableLines = about.UnreadableLines,
        };
    }

    private static EndpointSummary[] Rank(IEnumerable<EndpointSummary> endpoints) =>
    [
        .. endpoints.OrderBy(endpoint => endpoint.Probes == 0)
            .ThenBy(endpoint => endpoint.WorstBurn)
            .ThenBy(endpoint => endpoint.TtftMs?.P50 ?? double.PositiveInfinity)
            .ThenBy(endpoint => endpoint.Name, StringComparer.Ordinal)
            .Select((endpoint, i) => endpoint with { Rank = i + 1 }),
    ];

    private static EndpointSummary Endpoint(WatchPlan plan, string name, ProbeRecord[] probes)
    {
        ProbeRecord[] completed = [.. probes.Where(probe => probe.IsCompleted)];
        return new EndpointSummary
        {
            Rank = 0,
            Name = name,
            Simulated = probes.Any(probe => probe.Simulated == true),
            Probes = probes.Length,
            Outcomes = new SortedDictionary<string, int>(probes.CountBy(probe => probe.Outcome).ToDictionary(), StringComparer.Ordinal),
            Completed = Share(completed.Length, probes.Length, plan.Confidence),
            TtftMs = Times(completed.Select(probe => probe.TtftMs)),
            TpotMs = Times(completed.Select(probe => probe.TpotMs)),
            E2eMs = Times(completed.Select(probe => probe.E2eMs)),
            ConnectMs = Times(probes.Select(probe => probe.ConnectMs)),
            CachedProbes = probes.Count(probe => probe.CachedTokens > 0),
            Objectives = Objectives(plan, name, probes),
        };
    }

    private static ObjectiveSummary[] Objectives(WatchPlan plan, string name, ProbeRecord[] probes)
    {
        // One window that nothing leaves; a day's last span of availability is over with the day.
        var track = new EndpointTrack(name, plan.Objectives, [TimeSpan.FromDays(2)]);
        foreach (ProbeRecord probe in probes)
        {
            track.Add(probe);
        }

        track.Finish();
        return [.. track.Objectives.Select(objective => Objective(objective, plan.Confidence))];
    }

    private static ObjectiveSummary Objective(ObjectiveTrack objective, double confidence)
    {
        WindowCount count = objective[0];
        ShareSummary overruns = Share((int)count.Overruns, (int)count.Requests, confidence);
        return new ObjectiveSummary
        {
            Name = objective.Objective.Name,
            AllowedShare = objective.AllowedShare,
            Overruns = overruns,
            Burn = Math.Round(objective.Burn(0), 4),
            Verdict = overruns.Low > objective.AllowedShare ? "missed" : overruns.High <= objective.AllowedShare ? "kept" : "open",
        };
    }

    private static ShareSummary Share(int count, int of, double confidence)
    {
        (double low, double high) = of == 0 ? (0, 1) : ClopperPearson.Interval(count, of, confidence);
        return new ShareSummary(count, of, of == 0 ? null : (double)count / of, low, high);
    }

    private static TimesSummary? Times(IEnumerable<double?> values)
    {
        double[] sorted = [.. values.Where(value => value is not null).Select(value => value!.Value).Order()];
        return sorted.Length == 0 ? null : new TimesSummary(sorted.Length, Percentile(sorted, 50), Percentile(sorted, 90), Percentile(sorted, 99), sorted[^1]);
    }

    private static double Percentile(double[] sorted, int percentile) => sorted[(((sorted.Length * percentile) + 99) / 100) - 1];

    // A gap is told when it is over: its part before midnight is the day before's.
    private static TimeSpan Within(GapRecord gap, DateOnly day)
    {
        var begin = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        DateTimeOffset from = gap.From > begin ? gap.From : begin;
        return gap.To > from ? gap.To - from : TimeSpan.Zero;
    }
}

/// <summary>What a day's records do not say.</summary>
/// <param name="IsWhole">The day is over.</param>
/// <param name="WrittenAt">When it was summed up.</param>
/// <param name="UnreadableLines">Lines of its journal that could not be read.</param>
public sealed record DayFacts(bool IsWhole, DateTimeOffset WrittenAt, int UnreadableLines);
