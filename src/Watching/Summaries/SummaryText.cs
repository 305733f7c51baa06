using System.Globalization;
using System.Text;

namespace LoadGen.Watching.Summaries;

/// <summary>A summary as Markdown, readable as it stands: the league table, then each endpoint's objectives.</summary>
public static class SummaryText
{
    private static readonly string[] s_league = ["#", "endpoint", "probes", "completed", "TTFT p50/p90/p99 ms", "TPOT p50 ms", "E2E p50/p99 ms", "worst burn"];
    private static readonly string[] s_objectives = ["objective", "endpoint", "missed", "allowed", "burn", "verdict"];

    /// <summary>The text.</summary>
    public static string Of(SummaryDocument summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var text = new StringBuilder();
        string simulated = summary.Endpoints.Any(endpoint => endpoint.Simulated) ? " (simulated)" : "";
        Line(text, $"# {summary.Watch}, {summary.Day}{(summary.Complete ? "" : " (so far)")}{simulated}");
        Line(text, $"");
        Line(text, $"Intervals hold with {summary.Confidence * 100:0.##}% confidence each. Not watched: {Span(summary.NotWatchedS)}. Ranked by {summary.RankedBy}.");
        Line(text, $"");
        League(text, summary);
        Objectives(text, summary);
        if (summary.Alerts.Count > 0)
        {
            Line(text, $"");
            Line(text, $"Alerts:");
            foreach (string alert in summary.Alerts)
            {
                Line(text, $"- {alert}");
            }
        }

        return text.ToString();
    }

    private static void League(StringBuilder text, SummaryDocument summary)
    {
        var rows = new List<string[]> { s_league };
        rows.AddRange(summary.Endpoints.Select(e => new[]
        {
            Text($"{e.Rank}"), Cell(e.Name), Text($"{e.Probes}"), Share(e.Completed), Times(e.TtftMs, t => Text($"{t.P50:0.0}/{t.P90:0.0}/{t.P99:0.0}")),
            Times(e.TpotMs, t => Text($"{t.P50:0.00}")), Times(e.E2eMs, t => Text($"{t.P50:0}/{t.P99:0}")), e.Probes == 0 ? "–" : Text($"{e.WorstBurn:0.##}"),
        }));
        Table(text, rows);
    }

    private static void Objectives(StringBuilder text, SummaryDocument summary)
    {
        Line(text, $"");
        var rows = new List<string[]> { s_objectives };
        rows.AddRange(
            from endpoint in summary.Endpoints
            from objective in endpoint.Objectives
            select new[]
            {
                Cell(objective.Name), Cell(endpoint.Name), Share(objective.Overruns), Text($"{objective.AllowedShare * 100:0.####}%"), Text($"{objective.Burn:0.##}"), objective.Verdict,
            });
        Table(text, rows);
    }

    private static void Table(StringBuilder text, List<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        for (int i = 0; i < rows.Count; i++)
        {
            Line(text, $"| {string.Join(" | ", rows[i].Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (i == 0)
            {
                Line(text, $"|{string.Join("|", widths.Select(width => new string('-', width + 2)))}|");
            }
        }
    }

    private static string Share(ShareSummary share) => share.Share is { } seen
        ? Text($"{seen * 100:0.##}% ({share.Low * 100:0.##}–{share.High * 100:0.##}%), {share.Count} of {share.Of}")
        : "–";

    private static string Times(TimesSummary? times, Func<TimesSummary, string> write) => times is null ? "–" : write(times);

    private static string Span(double seconds) => seconds >= 60 ? Text($"{seconds / 60:0.#} min") : Text($"{seconds:0.#} s");

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
