using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Traces;

/// <summary>A trace in CSV: a header that names the columns, then a request a row. The files hold no content and no hashes, so every prompt is the request's own.</summary>
/// <remarks>Taken as well: columns in any order and case, other columns, quoted fields. A quoted field may not hold a line break.</remarks>
/// <param name="columns">The names of the columns that are read.</param>
internal abstract class CsvTrace(CsvTraceColumns columns) : TraceLineParser
{
    private int _time = -1;
    private int _input = -1;
    private int _output = -1;
    private int _session = -1;
    private bool _hasHeader;

    /// <summary>How a file of this format begins, for the message about one that does not.</summary>
    protected abstract string Beginning { get; }

    /// <summary>The fewest response tokens that a row may state. Rows of none are left out: there is nothing to ask for.</summary>
    protected abstract int OutputTokensMin { get; }

    public sealed override bool TryParse(ReadOnlySpan<byte> line, TraceRowsBuilder rows, [NotNullWhen(false)] out string? problem)
    {
        problem = _hasHeader ? ReadRow(line, rows) : ReadHeader(line);
        return problem is null;
    }

    /// <summary>Reads a row's time in nanoseconds; only differences count. What is wrong with it, if anything is.</summary>
    protected abstract string? ReadTime(ReadOnlySpan<byte> field, out long timeNs);

    private string? ReadHeader(ReadOnlySpan<byte> line)
    {
        int column = 0;
        foreach (ReadOnlySpan<byte> name in new CsvFields(line))
        {
            _time = Ascii.EqualsIgnoreCase(name, columns.Time) ? column : _time;
            _input = Ascii.EqualsIgnoreCase(name, columns.Input) ? column : _input;
            _output = Ascii.EqualsIgnoreCase(name, columns.Output) ? column : _output;
            _session = columns.Session is { } session && Ascii.EqualsIgnoreCase(name, session) ? column : _session;
            column++;
        }

        _hasHeader = _time >= 0 && _input >= 0 && _output >= 0;
        return _hasHeader ? null : $"the header is {Quote(line)}; {Beginning}";
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
            time = column == _time ? field : time;
            input = column == _input ? field : input;
            output = column == _output ? field : output;
            session = column == _session ? field : session;
            column++;
        }

        int needed = 1 + Math.Max(_time, Math.Max(_input, _output));
        if (column < needed)
        {
            return $"{column} fields in {Quote(line)}; the header promises at least {needed}";
        }

        int inputTokens = 0;
        int outputTokens = 0;
        string? problem = ReadTime(time, out long timeNs)
            ?? ReadLength(input, columns.Input, 1, out inputTokens)
            ?? ReadLength(output, columns.Output, OutputTokensMin, out outputTokens);
        if (problem is null && outputTokens > 0)
        {
            rows.Add(timeNs, inputTokens, outputTokens, session.IsEmpty ? 0 : (long)ByteHash.Of(session));
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

/// <summary>The names of a CSV trace's columns.</summary>
/// <param name="Time">When a request arrived.</param>
/// <param name="Input">Its prompt's tokens.</param>
/// <param name="Output">Its answer's tokens.</param>
/// <param name="Session">Its conversation; none in formats that keep no conversations. A file may lack it.</param>
internal sealed record CsvTraceColumns(string Time, string Input, string Output, string? Session = null);
