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
        var rows = new TraceRowsBuilder();
        TraceFormat format = ReadRows(stream, fileName, options, rows);
        return new TraceWorkload(format, Path.GetFileName(fileName), rows.Build(options.Speed), options);
    }

    private static TraceFormat ReadRows(Stream stream, string fileName, TraceOptions options, TraceRowsBuilder rows)
    {
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
            if (!parser.TryParse(line, rows, out problem))
            {
                break;
            }
        }

        if (problem is null && rows.Count == 0)
        {
            problem = "the trace ends without a request; it must hold at least one";
        }

        return problem is null ? parser!.Format : throw new TraceFormatException(fileName, Math.Max(1, lines.LineNumber), problem);
    }

    // An object can only be Mooncake. Anything else is taken for CSV, whose header check says what was expected, unless the
    // extension says that JSON was meant.
    private static TraceFormat Detect(ReadOnlySpan<byte> firstLine, string fileName)
    {
        bool isJson = firstLine.TrimStart(" \t"u8).StartsWith("{"u8)
            || Path.GetExtension(fileName).ToUpperInvariant() is ".JSONL" or ".JSON" or ".NDJSON";
        return isJson ? TraceFormat.Mooncake : TraceFormat.Azure;
    }
}
