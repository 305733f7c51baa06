using System.Globalization;
using LoadGen.Histograms.Log;

namespace LoadGen.Histograms;

/// <summary>
/// Reads a histogram log (<c>.hlog</c>) of any version, line by line: tags, start and base time, absolute or relative times.
/// </summary>
/// <remarks>
/// <code>
/// log      = *line
/// line     = comment | legend | blank | interval
/// comment  = "#" ...
///          | "#[StartTime: " seconds ...         when recording began
///          | "#[BaseTime: " seconds ...          what interval times are relative to
/// legend   = '"StartTimestamp"' ...
/// interval = ["Tag=" tag sep] start sep length sep max sep base64     seconds, seconds, any unit
/// sep      = "," | " "
/// </code>
/// As in the reference: without a base time, interval times that lie more than a year before the start time are relative to
/// it, others are absolute; without a start time, the first interval's time is taken for it.
/// </remarks>
public sealed class HistogramLogReader
{
    private const double YearSeconds = 365 * 24 * 3600.0;
    private const string StartTimeMark = "#[StartTime:";
    private const string BaseTimeMark = "#[BaseTime:";

    private readonly TextReader _reader;
    private readonly string _fileName;
    private double? _baseTimeSeconds;
    private int _line;

    /// <summary>Makes a reader.</summary>
    /// <param name="reader">The log; the caller's to dispose.</param>
    /// <param name="fileName">What error messages call it.</param>
    public HistogramLogReader(TextReader reader, string fileName)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(fileName);
        _reader = reader;
        _fileName = fileName;
    }

    /// <summary>When recording began, in seconds since the Unix epoch; null until a header or an interval has been read.</summary>
    public double? StartTimeSeconds { get; private set; }

    /// <summary>Reads on from where the reader stands, interval by interval.</summary>
    /// <exception cref="HistogramFormatException">A line is malformed: <c>file:line: what; what would be right</c>.</exception>
    public IEnumerable<HistogramLogInterval> Read()
    {
        while (_reader.ReadLine() is { } line)
        {
            _line++;
            if (line.StartsWith('#'))
            {
                ReadComment(line);
            }
            else if (!string.IsNullOrWhiteSpace(line) && !line.StartsWith("\"StartTimestamp\"", StringComparison.Ordinal))
            {
                yield return ReadInterval(line);
            }
        }
    }

    private void ReadComment(string line)
    {
        if (line.StartsWith(StartTimeMark, StringComparison.Ordinal))
        {
            StartTimeSeconds = ReadTime(line.AsSpan(StartTimeMark.Length));
        }
        else if (line.StartsWith(BaseTimeMark, StringComparison.Ordinal))
        {
            _baseTimeSeconds = ReadTime(line.AsSpan(BaseTimeMark.Length));
        }
    }

    private double ReadTime(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart(' ');
        var end = rest.IndexOfAny(' ', ']', ',');
        return ReadNumber(end < 0 ? rest : rest[..end], "time");
    }

    private HistogramLogInterval ReadInterval(string line)
    {
        var fields = new FieldSplitter(line);
        string? tag = null;
        if (fields.TryTakeAfter("Tag=", out var tagField))
        {
            tag = tagField.ToString();
        }

        var time = ReadNumber(TakeField(ref fields, "start time"), "start time");
        var length = ReadNumber(TakeField(ref fields, "interval length"), "interval length");
        var max = ReadNumber(TakeField(ref fields, "interval maximum"), "interval maximum");
        if (length < 0)
        {
            throw Malformed($"the interval length is {length.ToString(CultureInfo.InvariantCulture)}", "a length in seconds, not negative");
        }

        var histogram = ReadHistogram(TakeField(ref fields, "histogram"));
        if (fields.TryTake(out var extra))
        {
            throw Malformed($"'{Excerpt(extra)}' follows the histogram", "the histogram as the last field");
        }

        var start = time + BaseFor(time);
        histogram.Tag = tag;
        histogram.StartTimeMs = ToMilliseconds(start);
        histogram.EndTimeMs = ToMilliseconds(start + length);
        return new HistogramLogInterval(start, length, max, tag, histogram);
    }

    private double BaseFor(double time)
    {
        StartTimeSeconds ??= time;
        _baseTimeSeconds ??= time < StartTimeSeconds.Value - YearSeconds ? StartTimeSeconds.Value : 0;
        return _baseTimeSeconds.Value;
    }

    private ReadOnlySpan<char> TakeField(ref FieldSplitter fields, string what)
        => fields.TryTake(out var field)
            ? field
            : throw Malformed($"the {what} is missing", "[Tag=tag,]start,length,max,histogram");

    private double ReadNumber(ReadOnlySpan<char> field, string what)
        => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Malformed($"the {what} is '{Excerpt(field)}'", "a decimal number");

    private HdrHistogram ReadHistogram(ReadOnlySpan<char> field)
    {
        try
        {
            return HistogramCodec.DecodeBase64(field);
        }
        catch (HistogramFormatException e)
        {
            throw new HistogramFormatException($"{_fileName}:{_line}: {e.Message}", e);
        }
    }

    private HistogramFormatException Malformed(string what, string right)
        => new($"{_fileName}:{_line}: {what}; expected {right}.");

    private static string Excerpt(ReadOnlySpan<char> field)
    {
        const int CharsMax = 40;
        return field.Length <= CharsMax ? field.ToString() : string.Concat(field[..CharsMax], "...");
    }

    // Times in a log have three decimals: rounding, not truncation, brings back the millisecond that was written.
    private static long ToMilliseconds(double seconds) => (long)Math.Round(seconds * 1000.0);
}
