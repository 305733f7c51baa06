using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Traces;

/// <summary>
/// BurstGPT's traces (https://github.com/HPMLL/BurstGPT), CSV with a header; the second shape is the third file's:
/// <code>
/// Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type
/// Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type
/// </code>
/// Timestamps are seconds. A request with no response tokens failed when it was recorded, and is left out: there is nothing to ask for.
/// </summary>
internal sealed class BurstGptTrace : TraceLineParser
{
    private const string Header = "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type";

    // Three years: the third file's clock stands at 335 days.
    private const double MaxSeconds = 94_608_000;

    private int _timeColumn = -1;
    private int _inputColumn = -1;
    private int _outputColumn = -1;
    private int _sessionColumn = -1;

    public override TraceFormat Format => TraceFormat.BurstGpt;

    /// <summary>Whether a header is BurstGPT's.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line) => line.IndexOf("Request tokens"u8) >= 0;

    public override bool TryParse(ReadOnlySpan<byte> line, TraceRowsBuilder rows, [NotNullWhen(false)] out string? problem)
    {
        problem = _timeColumn < 0 ? ReadHeader(line) : ReadRow(line, rows);
        return problem is null;
    }

    private string? ReadHeader(ReadOnlySpan<byte> line)
    {
        int time = -1;
        int column = 0;
        foreach (ReadOnlySpan<byte> name in new CsvFields(line))
        {
            time = Ascii.EqualsIgnoreCase(name, "Timestamp"u8) ? column : time;
            _inputColumn = Ascii.EqualsIgnoreCase(name, "Request tokens"u8) ? column : _inputColumn;
            _outputColumn = Ascii.EqualsIgnoreCase(name, "Response tokens"u8) ? column : _outputColumn;
            _sessionColumn = Ascii.EqualsIgnoreCase(name, "Session ID"u8) ? column : _sessionColumn;
            column++;
        }

        if (time < 0 || _inputColumn < 0 || _outputColumn < 0)
        {
            return $"the header is {Quote(line)}; a BurstGPT trace begins with {Header}";
        }

        _timeColumn = time;
        return null;
    }

    private string? ReadRow(ReadOnlySpan<byte> line, TraceRowsBuilder rows)
    {
        ReadOnlySpan<byte> time = default;
        ReadOnlySpan<byte> input = default;
        ReadOnlySpan<byte> output = default;
        ReadOnlySpan<byte> session = default;
        int column = 0;
        foreach (ReadOnlySpan<byte> field in new CsvFields(line))
        {
            time = column == _timeColumn ? field : time;
            input = column == _inputColumn ? field : input;
            output = column == _outputColumn ? field : output;
            session = column == _sessionColumn ? field : session;
            column++;
        }

        int needed = 1 + Math.Max(_timeColumn, Math.Max(_inputColumn, _outputColumn));
        if (column < needed)
        {
            return $"{column} fields in {Quote(line)}; the header promises at least {needed}";
        }

        int outputTokens = 0;
        if (!Utf8Parser.TryParse(time, out double seconds, out int used) || used != time.Length || !(seconds is >= 0 and <= MaxSeconds))
        {
            return $"Timestamp is {Quote(time)}; it must be seconds, 0 to {MaxSeconds:0}";
        }

        string? inputProblem = ReadLength(input, "Request tokens", 1, out int inputTokens);
        string? problem = inputProblem ?? ReadLength(output, "Response tokens", 0, out outputTokens);
        if (problem is null && outputTokens > 0)
        {
            rows.Add((long)Math.Round(seconds * 1e9), inputTokens, outputTokens, session.IsEmpty ? 0 : (long)ByteHash.Of(session));
        }

        return problem;
    }

    private static string? ReadLength(ReadOnlySpan<byte> field, string column, int min, out int tokens)
    {
        bool isNumber = Utf8Parser.TryParse(field, out tokens, out int used) && used == field.Length;
        return isNumber && tokens >= min && tokens <= TokenLimits.MaxTokens
            ? null
            : $"{column} is {Quote(field)}; it must be a whole number of tokens, {min} to {TokenLimits.MaxTokens}";
    }
}
