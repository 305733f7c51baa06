using System.Text.Json;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Reporting.Html.Judged;
using LoadGen.Verdicts.Documents;

namespace LoadGen.Reporting.Html.Details;

/// <summary>The details of runs by folder. A finished run does not change: it is read once, and again only when its result or its verdict is written anew.</summary>
internal sealed class DetailsCache
{
    private readonly Dictionary<string, (DateTime WrittenUtc, DateTime JudgedUtc, ReportDetails Details)> _known = [];

    /// <summary>A run's details. What cannot be read is said in them: one broken folder does not cost a report.</summary>
    public ReportDetails Get(string folder)
    {
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(folder, "result.json"));
        DateTime judged = File.GetLastWriteTimeUtc(Path.Combine(folder, VerdictDocument.FileName));
        if (_known.TryGetValue(folder, out var known) && (known.WrittenUtc, known.JudgedUtc) == (written, judged))
        {
            return known.Details;
        }

        ReportDetails details = Read(folder);
        _known[folder] = (written, judged, details);
        return details;
    }

    private static ReportDetails Read(string folder)
    {
        try
        {
            var (percentiles, percentilesAbsent) = PercentileReader.Read(folder);
            var (timeline, timelineAbsent) = TimelineReader.Read(folder);
            var (verdict, verdictAbsent) = VerdictReader.Read(folder);
            return new ReportDetails
            {
                Percentiles = percentiles,
                PercentilesAbsent = percentilesAbsent,
                Timeline = timeline,
                TimelineAbsent = timelineAbsent,
                Verdict = verdict,
                VerdictAbsent = verdictAbsent,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return new ReportDetails { PercentilesAbsent = e.Message, TimelineAbsent = e.Message };
        }
    }
}
