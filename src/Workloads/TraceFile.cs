using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Traces;

namespace LoadGen.Workloads;

/// <summary>Opens traces.</summary>
public static class TraceFile
{
    /// <summary>Reads a trace whole; the file is closed again on return.</summary>
    /// <exception cref="TraceFormatException">A line that is not as the format says, or no request at all.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static TraceWorkload Open(string path, TraceOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // The line reader has its own buffer.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        return Read(file, path, options);
    }

    /// <summary>As <see cref="Open"/>, from a stream; <paramref name="fileName"/> stands in messages and tells the format.</summary>
    public static TraceWorkload Read(Stream stream, string fileName, TraceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        options ??= new TraceOptions();
        options.Validate();
        TraceRows rows = ReadRows(stream, fileName, options, onBadLine: null, out TraceFormat format);
        return new TraceWorkload(format, Path.GetFileName(fileName), rows, options);
    }

    /// <summary>Whether a first line is one of a trace that can only be CSV.</summary>
    internal static TraceFormat CsvFormat(ReadOnlySpan<byte> header) => BurstGptTrace.IsHeader(header) ? TraceFormat.BurstGpt : TraceFormat.Azure;

    /// <summary>Reads a trace's rows; <paramref name="onBadLine"/> hears of lines to be left out, without it the first ends the reading.</summary>
    internal static TraceRows ReadRows(Stream stream, string fileName, TraceOptions options, Action<BadLine>? onBadLine, out TraceFormat format)
    {
        var rows = new TraceRowsBuilder();
        using var lines = new Utf8LineReader(stream);
        TraceLineParser? parser = null;
        string? problem = null;
        while (rows.Count < (options.Limit ?? int.MaxValue) && lines.TryRead(out ReadOnlySpan<byte> line, ref problem))
        {
            if (line.Trim(" \t"u8).IsEmpty)
            {
                continue;
            }

            parser ??= TraceLineParser.For(options.Format ?? Detect(line, fileName));
            if (parser.TryParse(line, rows, out problem))
            {
                continue;
            }

            if (onBadLine is null)
            {
                break;
            }

            onBadLine(new BadLine(fileName, lines.LineNumber, problem));
            problem = null;
        }

        if (problem is null && rows.Count == 0)
        {
            problem = "the trace ends without a request; it must hold at least one";
        }

        if (problem is not null)
        {
            throw new TraceFormatException(fileName, Math.Max(1, lines.LineNumber), problem);
        }

        format = parser!.Format;
        return rows.Build(options.Time);
    }

    // An object can only be Mooncake. Anything else is taken for CSV, whose header check says what was expected, unless the
    // extension says that JSON was meant.
    private static TraceFormat Detect(ReadOnlySpan<byte> firstLine, string fileName)
    {
        bool isJson = firstLine.TrimStart(" \t"u8).StartsWith("{"u8)
            || Path.GetExtension(fileName).ToUpperInvariant() is ".JSONL" or ".JSON" or ".NDJSON";
        return isJson ? TraceFormat.Mooncake : CsvFormat(firstLine);
    }
}
