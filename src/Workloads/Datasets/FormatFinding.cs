using System.Text;
using System.Text.Json;
using LoadGen.Workloads.Datasets.Reading;
using LoadGen.Workloads.Traces;

namespace LoadGen.Workloads.Datasets;

/// <summary>Which format a file has, how its records stand in it, and why that was taken.</summary>
internal sealed record FormatFinding(DatasetFormat Format, RecordContainer Container, string Reason)
{
    // Keys of a first record, and what they tell; the first that is there decides.
    private static readonly (string Key, DatasetFormat Format)[] s_tells =
    [
        ("conversations", DatasetFormat.ShareGpt),
        ("conversation", DatasetFormat.WildChat),
        ("requests", DatasetFormat.Weka),
        ("turns", DatasetFormat.Sessions),
        ("hash_ids", DatasetFormat.Mooncake),
        ("input_length", DatasetFormat.Mooncake),
        ("prompt", DatasetFormat.Custom),
        ("text", DatasetFormat.Custom),
        ("messages", DatasetFormat.OpenAiMessages),
    ];

    /// <summary>Looks at a file's beginning and first record.</summary>
    public static FormatFinding Of(string path, DatasetFormat? wanted)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        byte first = FirstByte(file, path);
        bool isJson = first is (byte)'{' or (byte)'[';
        bool isLines = first != '[' && !(first == '{' && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase));
        RecordContainer container = isLines ? RecordContainer.Lines : RecordContainer.JsonValues;
        if (wanted is { } format)
        {
            return new FormatFinding(format, container, "as asked for");
        }

        file.Position = 0;
        using RecordReader records = RecordReader.For(file, container);
        string? problem = null;
        if (!records.TryRead(out ReadOnlySpan<byte> record, ref problem))
        {
            throw new DatasetFormatException(path, records.Line, problem ?? "the file ends without a record; it must hold at least one");
        }

        return isJson ? OfRecord(record, records.Line, path, container) : OfHeader(record, path);
    }

    private static FormatFinding OfHeader(ReadOnlySpan<byte> line, string path)
    {
        DatasetFormat format = line.IndexOf("ContextTokens"u8) >= 0 ? DatasetFormat.Azure
            : BurstGptTrace.IsHeader(line) ? DatasetFormat.BurstGpt
            : throw new DatasetFormatException(path, 1, $"neither JSON nor a known CSV header: {TraceLineParser.Quote(line)}; {Known}");
        return new FormatFinding(format, RecordContainer.Lines, $"a CSV header with {(format == DatasetFormat.Azure ? "ContextTokens" : "Request tokens")}");
    }

    private static FormatFinding OfRecord(ReadOnlySpan<byte> record, long line, string path, RecordContainer container)
    {
        List<string> keys;
        try
        {
            keys = Keys(record);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new DatasetFormatException(path, line, $"the format cannot be told, as the first record is not valid JSON: {TraceLineParser.Quote(record)}; {Known}");
        }

        foreach ((string key, DatasetFormat format) in s_tells)
        {
            if (keys.Contains(key))
            {
                string shape = container == RecordContainer.Lines ? "a JSON object a line" : "JSON values";
                return new FormatFinding(format, container, $"{shape}, the first with \"{key}\"");
            }
        }

        throw new DatasetFormatException(path, line, $"the first record has {(keys.Count == 0 ? "no keys" : string.Join(", ", keys.Take(8).Select(Shown)))}, which is no format known; {Known}");
    }

    // A key may be as long as it likes, and hold what would upset a terminal.
    private static string Shown(string key) => string.Concat(key.Take(40).Select(c => char.IsControl(c) ? '?' : c));

    private static string Known =>
        $"name the format ({string.Join(", ", DatasetFile.FileFormatNames)}), or see docs/datasets.md for their records";

    private static List<string> Keys(ReadOnlySpan<byte> record)
    {
        var keys = new List<string>();
        var reader = new Utf8JsonReader(record);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return keys;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            keys.Add(reader.GetString()!);
            reader.Read();
            reader.Skip();
        }

        return keys;
    }

    private static byte FirstByte(FileStream file, string path)
    {
        Span<byte> head = stackalloc byte[512];
        int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> start = head[..length];
        string? container = start.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) ? "gzip; gunzip it first"
            : start.StartsWith("PAR1"u8) ? "Parquet; write it as JSON lines first (docs/datasets.md)"
            : start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]) ? "zstd; decompress it first"
            : null;
        if (container is not null)
        {
            throw new DatasetFormatException(path, 1, $"the file is {container}");
        }

        start = start.StartsWith(Encoding.UTF8.Preamble) ? start[3..] : start;
        start = start.TrimStart(" \t\r\n"u8);
        return start.IsEmpty ? (byte)'\n' : start[0];
    }
}
