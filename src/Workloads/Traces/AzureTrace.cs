using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace LoadGen.Workloads.Traces;

/// <summary>
/// Azure's LLM inference traces of 2023 and 2024 (https://github.com/Azure/AzurePublicDataset), CSV with a header:
/// <code>
/// TIMESTAMP,ContextTokens,GeneratedTokens
/// 2023-11-16 18:17:03.9799600,4808,10
/// 2024-05-10 00:00:00.009930+00:00,2162,5
/// </code>
/// They hold no content and no hashes, so every prompt is the request's own.
/// </summary>
/// <remarks>Taken as well: columns in any order and case, other columns, quoted fields. A quoted field may not hold a line break.</remarks>
internal sealed class AzureTrace : TraceLineParser
{
    private const string Header = "TIMESTAMP,ContextTokens,GeneratedTokens";

    private int _timestampColumn = -1;
    private int _inputColumn = -1;
    private int _outputColumn = -1;

    public override TraceFormat Format => TraceFormat.Azure;

    public override bool TryParse(ReadOnlySpan<byte> line, TraceRowsBuilder rows, [NotNullWhen(false)] out string? problem)
    {
        problem = _timestampColumn < 0 ? ReadHeader(line) : ReadRow(line, rows);
        return problem is null;
    }

    private string? ReadHeader(ReadOnlySpan<byte> line)
    {
        int timestamp = -1;
        int column = 0;
        foreach (ReadOnlySpan<byte> name in new CsvFields(line))
        {
            timestamp = Ascii.EqualsIgnoreCase(name, "TIMESTAMP"u8) ? column : timestamp;
            _inputColumn = Ascii.EqualsIgnoreCase(name, "ContextTokens"u8) ? column : _inputColumn;
            _outputColumn = Ascii.EqualsIgnoreCase(name, "GeneratedTokens"u8) ? column : _outputColumn;
            column++;
        }

        if (timestamp < 0 || _inputColumn < 0 || _outputColumn < 0)
        {
            return $"the header is {Quote(line)}; an Azure trace begins with {Header}, a Mooncake trace with a JSON object";
        }

        _timestampColumn = timestamp;
        return null;
    }

    private string? ReadRow(ReadOnlySpan<byte> line, TraceRowsBuilder rows)
    {
        ReadOnlySpan<byte> timestamp = default;
        ReadOnlySpan<byte> input = default;
        ReadOnlySpan<byte> output = default;
        int column = 0;
        foreach (ReadOnlySpan<byte> field in new CsvFields(line))
        {
            timestamp = column == _timestampColumn ? field : timestamp;
            input = column == _inputColumn ? field : input;
            output = column == _outputColumn ? field : output;
            column++;
        }

        int needed = 1 + Math.Max(_timestampColumn, Math.Max(_inputColumn, _outputColumn));
        if (column < needed)
        {
            return $"{column} fields in {Quote(line)}; the header promises at least {needed}";
        }

        if (!AzureTimestamp.TryParse(timestamp, out long epochNs))
        {
            return $"TIMESTAMP is {Quote(timestamp)}; it must be like 2023-11-16 18:17:03.9799600, an offset such as +00:00 may follow";
        }

        string? inputProblem = ReadLength(input, "ContextTokens", out int inputTokens);
        string? outputProblem = ReadLength(output, "GeneratedTokens", out int outputTokens);
        if (inputProblem is null && outputProblem is null)
        {
            rows.Add(epochNs, inputTokens, outputTokens);
        }

        return inputProblem ?? outputProblem;
    }

    private static string? ReadLength(ReadOnlySpan<byte> field, string column, out int tokens)
    {
        bool isNumber = Utf8Parser.TryParse(field, out tokens, out int used) && used == field.Length;
        return isNumber && tokens is >= 1 and <= TokenLimits.MaxTokens
            ? null
            : $"{column} is {Quote(field)}; it must be a whole number of tokens, 1 to {TokenLimits.MaxTokens}";
    }
}
