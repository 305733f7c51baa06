using System.Globalization;

namespace LoadGen.Histograms;

/// <summary>
/// Writes a histogram log (<c>.hlog</c>), format 1.3: one line an interval, its times relative to the log's start.
/// </summary>
/// <remarks>
/// <code>
/// #[comment]
/// #[Histogram log format version 1.3]
/// #[StartTime: 1441812279.474 (seconds since epoch), 2015-09-09T15:24:39.474Z]
/// "StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"
/// [Tag=tag,]start,length,max,base64
/// </code>
/// </remarks>
public sealed class HistogramLogWriter : IDisposable
{
    internal const string Legend = "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"";

    private readonly TextWriter _writer;
    private readonly double _maxValueUnitRatio;
    private bool _hasHeader;

    /// <summary>Makes a writer.</summary>
    /// <param name="writer">Where the lines go; disposed with this.</param>
    /// <param name="maxValueUnitRatio">What the maximum of each interval is divided by for its column: 1,000,000 turns nanoseconds into milliseconds.</param>
    public HistogramLogWriter(TextWriter writer, double maxValueUnitRatio = 1_000_000.0)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!(maxValueUnitRatio > 0 && double.IsFinite(maxValueUnitRatio)))
        {
            throw new ArgumentOutOfRangeException(nameof(maxValueUnitRatio), maxValueUnitRatio, "The ratio must be finite and above 0.");
        }

        _writer = writer;
        _maxValueUnitRatio = maxValueUnitRatio;
    }

    /// <summary>Writes what stands before the intervals; to be called once, first.</summary>
    /// <param name="comment">What made this log; each of its lines becomes a comment line; null for none.</param>
    /// <param name="startTime">The moment that interval times are relative to, kept to the millisecond.</param>
    /// <exception cref="ArgumentException">A line of the comment would be read as a start or base time.</exception>
    /// <exception cref="InvalidOperationException">The header was written before.</exception>
    public void WriteHeader(string? comment, DateTimeOffset startTime)
    {
        if (_hasHeader)
        {
            throw new InvalidOperationException("The header was written before.");
        }

        foreach (var line in (comment ?? "").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            WriteComment(line);
        }

        _hasHeader = true;
        WriteLine("#[Histogram log format version 1.3]");
        var seconds = startTime.ToUnixTimeMilliseconds() / 1000.0;
        var date = startTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        WriteLine(string.Create(CultureInfo.InvariantCulture, $"#[StartTime: {seconds:F3} (seconds since epoch), {date}]"));
        WriteLine(Legend);
    }

    /// <summary>Writes one interval.</summary>
    /// <param name="interval">The counts, and the tag if it has one.</param>
    /// <param name="startSeconds">Its beginning, after the start time in the header.</param>
    /// <param name="lengthSeconds">How long it was.</param>
    /// <exception cref="ArgumentException">The tag is empty or has a comma, a quote or white space; a time is not a number.</exception>
    /// <exception cref="InvalidOperationException">There is no header yet.</exception>
    public void WriteInterval(HdrHistogram interval, double startSeconds, double lengthSeconds)
    {
        ArgumentNullException.ThrowIfNull(interval);
        RequireTime(double.IsFinite(startSeconds), startSeconds, nameof(startSeconds));
        RequireTime(double.IsFinite(lengthSeconds) && lengthSeconds >= 0, lengthSeconds, nameof(lengthSeconds));
        if (!_hasHeader)
        {
            throw new InvalidOperationException("The header must be written first.");
        }

        var tag = interval.Tag is null ? "" : "Tag=" + CheckedTag(interval.Tag) + ",";
        var max = interval.Max / _maxValueUnitRatio;
        WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tag}{startSeconds:F3},{lengthSeconds:F3},{max:F3},{HistogramCodec.EncodeBase64(interval)}"));
    }

    /// <summary>Hands everything written so far on to the system.</summary>
    public void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static void RequireTime(bool isSound, double seconds, string parameter)
    {
        if (!isSound)
        {
            throw new ArgumentOutOfRangeException(parameter, seconds, "Times must be finite, and lengths not negative.");
        }
    }

    private static string CheckedTag(string tag)
    {
        foreach (var c in tag)
        {
            if (c is ',' or '"' || char.IsWhiteSpace(c) || char.IsControl(c))
            {
                throw new ArgumentException($"The tag '{tag}' cannot stand in a log line: commas, quotes and white space are not allowed.");
            }
        }

        return tag.Length > 0 ? tag : throw new ArgumentException("A tag must not be empty; null is for none.");
    }

    private void WriteComment(string line)
    {
        if (line.StartsWith("StartTime:", StringComparison.Ordinal) || line.StartsWith("BaseTime:", StringComparison.Ordinal))
        {
            throw new ArgumentException($"The comment '{line}' would be read as a time.");
        }

        WriteLine($"#[{line}]");
    }

    // Line feeds on every system: a log is the same bytes wherever it is written.
    private void WriteLine(string line)
    {
        _writer.Write(line);
        _writer.Write('\n');
    }
}
