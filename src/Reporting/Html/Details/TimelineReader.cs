using System.Text.Json;
using LoadGen.Reporting.Html.Documents;

namespace LoadGen.Reporting.Html.Details;

/// <summary>
/// A run over its time, from <c>records.jsonl</c> and <c>telemetry.csv</c>. A request's tokens are spread evenly from its first to its last: when each of
/// them came, only the histogram logs know.
/// </summary>
internal static class TimelineReader
{
    /// <summary>More spans than this are narrower than a pixel of a phone.</summary>
    public const int SpansMax = 300;

    // Some 800,000 requests; reading more would hold a report up for many seconds.
    private const long RecordsBytesMax = 256L << 20;

    /// <summary>Reads a run's folder.</summary>
    /// <returns>The timeline, or why there is none.</returns>
    public static (ReportTimeline? Timeline, string? Absent) Read(string folder)
    {
        var records = new FileInfo(Path.Combine(folder, "records.jsonl"));
        if (!records.Exists)
        {
            return (null, "the run's folder has no records.jsonl");
        }

        if (records.Length > RecordsBytesMax)
        {
            return (null, $"records.jsonl has {records.Length >> 20} MB; up to {RecordsBytesMax >> 20} MB are read");
        }

        if (Window(Path.Combine(folder, "result.json")) is not var (startUnixS, durationS))
        {
            return (null, "result.json states no start and no duration");
        }

        double stepS = Step(durationS);
        var running = new SpanSums(durationS, stepS);
        var tokens = new SpanSums(durationS, stepS);
        var errors = new double[running.Count];
        int number = 0;
        foreach (string line in File.ReadLines(records.FullName))
        {
            number++;
            try
            {
                Add(RecordEntry.Read(System.Text.Encoding.UTF8.GetBytes(line)), running, tokens, errors);
            }
            catch (JsonException e)
            {
                return (null, $"records.jsonl:{number} is no record: {e.Message}");
            }
        }

        string telemetry = Path.Combine(folder, "telemetry.csv");
        PowerReadings? power = File.Exists(telemetry) ? PowerReadings.Read(telemetry, startUnixS) : null;
        return (new ReportTimeline
        {
            StepS = stepS,
            Concurrency = running.Means(),
            TokensPerS = tokens.Means(),
            Errors = errors,
            PowerW = power?.Over(running.Count, stepS),
        }, null);
    }

    /// <summary>The span's length in seconds: 1, 2 or 5 times a power of ten, at least a tenth of a second.</summary>
    public static double Step(double durationS)
    {
        double least = durationS / SpansMax;
        for (double decade = 0.1; ; decade *= 10)
        {
            foreach (double factor in (ReadOnlySpan<double>)[1, 2, 5])
            {
                if (decade * factor >= least)
                {
                    return Math.Round(decade * factor, 1);
                }
            }
        }
    }

    private static void Add(RecordEntry record, SpanSums running, SpanSums tokens, double[] errors)
    {
        if (!record.Completed)
        {
            errors[running.IndexOf(record.EndS)]++;
        }

        if (record.SendS is not { } send)
        {
            return;
        }

        running.Add(send, record.EndS, 1);
        double first = record.TtftMs is { } ttft ? send + (ttft / 1000) : record.EndS;
        if (record.OutputTokens > 0 && first < record.EndS)
        {
            tokens.Add(first, record.EndS, record.OutputTokens / (record.EndS - first));
        }
        else
        {
            tokens.AddAt(record.EndS, record.OutputTokens);
        }
    }

    private static (double StartUnixS, double DurationS)? Window(string path)
    {
        using FileStream file = File.OpenRead(path);
        using JsonDocument result = JsonDocument.Parse(file);
        return result.RootElement.ValueKind == JsonValueKind.Object
            && result.RootElement.TryGetProperty("started_at", out JsonElement started) && started.ValueKind == JsonValueKind.String && started.TryGetDateTimeOffset(out DateTimeOffset start)
            && result.RootElement.TryGetProperty("duration_s", out JsonElement duration) && duration.ValueKind == JsonValueKind.Number
            && duration.GetDouble() is > 0 and < 1e9 and var durationS
            ? ((start - DateTimeOffset.UnixEpoch).TotalSeconds, durationS)
            : null;
    }
}
