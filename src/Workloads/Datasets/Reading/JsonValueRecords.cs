using System.Buffers;
using LoadGen.Workloads.Traces;

namespace LoadGen.Workloads.Datasets.Reading;

/// <summary>
/// The values of one JSON array, or JSON values that follow each other. Only strings and brackets are looked at, to find where a value
/// ends; whether it is right inside is for its parser to say. So a file of gigabytes takes no more memory than its longest value.
/// </summary>
internal sealed class JsonValueRecords(Stream stream) : RecordReader
{
    private static readonly SearchValues<byte> s_blank = SearchValues.Create(" \t\r\n"u8);
    private static readonly SearchValues<byte> s_structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> s_scalarEnd = SearchValues.Create(" \t\r\n,]}"u8);

    private readonly StreamWindow _window = new(stream);
    private bool _begun;
    private bool _inArray;
    private bool _afterValue;
    private long _line = 1;
    private long _recordLine = 1;
    private long _recordOffset;

    public override long Line => _recordLine;

    public override long Offset => _recordOffset;

    public override bool TryRead(out ReadOnlySpan<byte> record, ref string? problem)
    {
        record = default;
        if (!TryFindValue(ref problem))
        {
            return false;
        }

        _recordLine = _line;
        if (!TryFindEnd(out int length, ref problem))
        {
            return false;
        }

        _recordOffset = _window.Offset;
        record = _window.Bytes[..length];
        Advance(length);
        _afterValue = true;
        return true;
    }

    public override void Dispose() => _window.Dispose();

    // Stands on the next value's first byte. False at the end of all values.
    private bool TryFindValue(ref string? problem)
    {
        bool hasComma = false;
        while (TryPeek(out byte next))
        {
            if (!_begun)
            {
                _begun = true;
                _inArray = next == '[';
                if (_inArray)
                {
                    Advance(1);
                    continue;
                }
            }

            if (!_inArray)
            {
                return true;
            }

            if (next == ']')
            {
                Advance(1);
                problem = TryPeek(out _) ? "something follows the array; a dataset is one JSON array and nothing else" : null;
                _recordLine = _line;
                return false;
            }

            if (next != ',')
            {
                bool isApart = !_afterValue || hasComma;
                problem = isApart ? null : "two values of the array with no comma between them";
                _recordLine = _line;
                return isApart;
            }

            hasComma = true;
            Advance(1);
        }

        _recordLine = _line;
        problem = _inArray ? "the file ends inside the array; it is cut off" : null;
        return false;
    }

    private bool TryFindEnd(out int length, ref string? problem)
    {
        byte first = _window.Bytes[0];
        bool isNested = first is (byte)'{' or (byte)'[';
        bool inString = false;
        int depth = 0;
        length = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = _window.Bytes[length..];
            int found = inString ? rest.IndexOfAny((byte)'"', (byte)'\\')
                : isNested || first == '"' ? rest.IndexOfAny(s_structure)
                : rest.IndexOfAny(s_scalarEnd);

            // What follows a backslash must be there too.
            if (found < 0 || (rest[found] == '\\' && found + 1 == rest.Length))
            {
                length += found < 0 ? rest.Length : found;
                if (!_window.AtEnd && length <= MaxRecordBytes)
                {
                    _window.Fill();
                    continue;
                }

                bool isWhole = _window.AtEnd && !isNested && first != '"' && length > 0;
                problem = isWhole ? null
                    : _window.AtEnd ? "the file ends inside a record; it is cut off"
                    : $"a record is longer than {MaxRecordBytes} bytes";
                return isWhole;
            }

            if (!inString && !isNested && first != '"')
            {
                // A stray bracket is a value of its own, for the parser to refuse.
                length += found + length == 0 ? 1 : found;
                return true;
            }

            byte at = rest[found];
            length += found + (at == '\\' ? 2 : 1);
            inString = at == '"' ? !inString : inString;
            depth += inString || at is (byte)'"' or (byte)'\\' ? 0 : at is (byte)'{' or (byte)'[' ? 1 : -1;
            if (depth == 0 && !inString)
            {
                return true;
            }
        }
    }

    // The next byte that is not blank.
    private bool TryPeek(out byte next)
    {
        while (true)
        {
            if (!_begun && _window.Offset == 0)
            {
                if (_window.Bytes.Length < 3 && !_window.AtEnd)
                {
                    _window.Fill();
                    continue;
                }

                _window.Pass(_window.Bytes.StartsWith("\uFEFF"u8) ? 3 : 0);
            }

            int found = _window.Bytes.IndexOfAnyExcept(s_blank);
            if (found >= 0)
            {
                Advance(found);
                next = _window.Bytes[0];
                return true;
            }

            Advance(_window.Bytes.Length);
            if (_window.AtEnd)
            {
                next = 0;
                return false;
            }

            _window.Fill();
        }
    }

    private void Advance(int bytes)
    {
        _line += _window.Bytes[..bytes].Count((byte)'\n');
        _window.Pass(bytes);
    }
}
