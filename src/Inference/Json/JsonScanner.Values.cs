using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LoadGen.Inference.Json;

/// <content>Strings, numbers, literals, and passing over whole values.</content>
internal ref partial struct JsonScanner
{
    private static readonly SearchValues<byte> StringBreaks = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private static readonly SearchValues<byte> WholeNumbers = SearchValues.Create("0123456789, \n\r\t"u8);

    /// <summary>Reads a string: the raw bytes between its quotes, escapes not undone. Empty on a fault.</summary>
    public ReadOnlySpan<byte> ReadString(string expected)
    {
        if (Peek() == '"')
        {
            return String();
        }

        Fail(expected);
        return default;
    }

    /// <summary>Reads a <c>null</c> if the next value is one.</summary>
    public bool TryReadNull() => Peek() == 'n' && Literal("null"u8);

    /// <summary>Reads any number; the bytes as written.</summary>
    public ReadOnlySpan<byte> ReadNumber(string expected)
    {
        byte b = Peek();
        if (b != '-' && !JsonText.IsDigit(b))
        {
            Fail(expected);
            return default;
        }

        int start = _at;
        Number();
        return Failed ? default : _json[start.._at];
    }

    /// <summary>Checks and passes over one value of any kind.</summary>
    public void Skip()
    {
        byte b = Peek();
        switch (b)
        {
            case (byte)'"':
                String();
                break;
            case (byte)'n':
                Literal("null"u8);
                break;
            case (byte)'t':
                Literal("true"u8);
                break;
            case (byte)'f':
                Literal("false"u8);
                break;
            case (byte)'{':
                EnterObject("an object");
                while (NextName(out _))
                {
                    Skip();
                }

                break;
            case (byte)'[':
                EnterArray("an array");
                while (NextElement())
                {
                    Skip();
                }

                break;
            default:
                ReadNumber("a value");
                break;
        }
    }

    /// <summary>
    /// Passes over an array and counts its elements; an array of whole numbers is measured by its commas, a vector at a time, because
    /// some servers repeat all token ids in every event. The one reading that is laxer than the grammar: it would take <c>[1,,2]</c>.
    /// </summary>
    public int CountNumbers()
    {
        if (!EnterArray("an array"))
        {
            return 0;
        }

        ReadOnlySpan<byte> rest = _json[_at..];
        int end = rest.IndexOf((byte)']');
        if (end > 0 && JsonText.IsDigit(rest[0]) && rest[..end].IndexOfAnyExcept(WholeNumbers) < 0)
        {
            _at += end;
            _first = false;
            Leave();
            return rest[..end].Count((byte)',') + 1;
        }

        int count = 0;
        while (NextElement())
        {
            Skip();
            count++;
        }

        return count;
    }

    /// <summary>Checks and passes over one value of any kind; the bytes as written.</summary>
    public ReadOnlySpan<byte> ReadRaw()
    {
        Peek();
        int start = _at;
        Skip();
        return Failed ? default : _json[start.._at];
    }

    private bool Literal(ReadOnlySpan<byte> literal)
    {
        if (!_json[_at..].StartsWith(literal))
        {
            return Refuse("a value");
        }

        _at += literal.Length;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> String()
    {
        // Most strings here are shorter than a vector: one load finds their end without a call.
        int start = _at + 1;
        _escaped = false;
        if (Vector128.IsHardwareAccelerated && start <= _json.Length - Vector128<byte>.Count)
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(_json), (nuint)start);
            Vector128<byte> breaks = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)0x20));
            uint mask = breaks.ExtractMostSignificantBits();
            int length = BitOperations.TrailingZeroCount(mask);
            if (mask != 0 && _json[start + length] == '"')
            {
                _at = start + length + 1;
                return _json.Slice(start, length);
            }
        }

        return AnyString(start);
    }

    private ReadOnlySpan<byte> AnyString(int start)
    {
        int at = start;
        while (true)
        {
            int i = _json[at..].IndexOfAny(StringBreaks);
            at = i < 0 ? _json.Length : at + i;
            if (at < _json.Length && _json[at] == '"')
            {
                _at = at + 1;
                return _json[start..at];
            }

            int escape = at < _json.Length && _json[at] == '\\' ? JsonText.EscapeLength(_json[at..]) : 0;
            if (escape == 0)
            {
                _at = at;
                Fail(at < _json.Length && _json[at] == '\\' ? "a valid escape" : "the end of a string");
                return default;
            }

            _escaped = true;
            at += escape;
        }
    }

    private void Number()
    {
        if (_json[_at] == '-')
        {
            _at++;
        }

        if (_at < _json.Length && _json[_at] == '0')
        {
            _at++;
        }
        else if (!Digits())
        {
            return;
        }

        if (_at < _json.Length && _json[_at] == '.')
        {
            _at++;
            if (!Digits())
            {
                return;
            }
        }

        if (_at < _json.Length && (_json[_at] | 0x20) == 'e')
        {
            _at++;
            if (_at < _json.Length && _json[_at] is (byte)'+' or (byte)'-')
            {
                _at++;
            }

            Digits();
        }
    }

    private bool Digits()
    {
        int start = _at;
        while (_at < _json.Length && JsonText.IsDigit(_json[_at]))
        {
            _at++;
        }

        return _at > start || Refuse("a digit");
    }
}
