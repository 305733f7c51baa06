using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LoadGen.Inference.Json;

/// <summary>
/// A forward-only reader of one JSON text (RFC 8259) that is complete in memory. It checks the whole grammar but builds nothing:
/// strings come back as the raw bytes between their quotes. It exists because a token event is some 25 JSON tokens of which three
/// matter; see docs/apis.md for what it saves over <see cref="System.Text.Json.Utf8JsonReader"/>, whose verdict the tests hold it to.
/// </summary>
/// <remarks>
/// <code>
/// value  = object / array / string / number / "true" / "false" / "null"      ; §3
/// object = "{" [ string ":" value *( "," string ":" value ) ] "}"            ; §4
/// array  = "[" [ value *( "," value ) ] "]"                                  ; §5
/// number = [ "-" ] ( "0" / %x31-39 *DIGIT ) [ "." 1*DIGIT ] [ ("e"/"E") [ "+"/"-" ] 1*DIGIT ]   ; §6
/// string = %x22 *( %x20-21 / %x23-5B / %x5D-… / "\" escape ) %x22            ; §7
/// </code>
/// It never throws. The first fault is kept and empties the input, so that every later call fails at once and loops end:
/// callers check <see cref="Failed"/> once, at the end.
/// </remarks>
internal ref struct JsonScanner
{
    /// <summary>Deepest nesting accepted: System.Text.Json's default. Skipping recurses, so this also bounds the stack.</summary>
    public const int DepthMax = 64;

    private static readonly SearchValues<byte> StringBreaks = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _whole;
    private ReadOnlySpan<byte> _json;
    private int _at;
    private int _depth;
    private bool _first;
    private bool _escaped;
    private string? _expected;

    public JsonScanner(ReadOnlySpan<byte> json)
    {
        _whole = json;
        _json = json;
    }

    /// <summary>A fault was met.</summary>
    public readonly bool Failed => _expected is not null;

    /// <summary>Where the next read starts; after a fault, where the fault is.</summary>
    public readonly int Position => _at;

    /// <summary>What would have been right at <see cref="Position"/>; null without a fault.</summary>
    public readonly string? Expected => _expected;

    /// <summary>One line on the fault: what was expected, where, what was found instead. Says no content, only kinds of tokens.</summary>
    public readonly string Fault => $"expected {_expected} at byte {_at}, found {JsonText.DescribeAt(_whole, _at)}";

    /// <summary>The first byte of the next token, whitespace passed over; 0 at the end of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Peek()
    {
        int at = _at;
        if ((uint)at < (uint)_json.Length)
        {
            byte b = _json[at];
            if (b > ' ')
            {
                return b;
            }
        }

        return PeekPastWhitespace();
    }

    /// <summary>Records a fault at the present position, unless there was one before.</summary>
    /// <param name="expected">What would have been right, such as <c>an array of choices</c>.</param>
    public void Fail(string expected)
    {
        _expected ??= expected;
        _json = default;
    }

    /// <summary>Opens an object; then call <see cref="NextName"/> until it is false, reading one value each time.</summary>
    public bool EnterObject(string expected) => Enter((byte)'{', expected);

    /// <summary>Opens an array; then call <see cref="NextElement"/> until it is false, reading one value each time.</summary>
    public bool EnterArray(string expected) => Enter((byte)'[', expected);

    /// <summary>Reads the next property's name and colon. False when the object has ended, or on a fault.</summary>
    /// <param name="name">The name, unescaped.</param>
    public bool NextName(out ReadOnlySpan<byte> name)
    {
        name = default;
        byte b = Peek();
        if (_first)
        {
            _first = false;
            if (b == '}')
            {
                return Leave();
            }
        }
        else if (b == ',')
        {
            _at++;
            b = Peek();
        }
        else
        {
            return b == '}' ? Leave() : Refuse("',' or '}'");
        }

        if (b != '"')
        {
            return Refuse("a property name in double quotes");
        }

        name = String();
        if (_escaped)
        {
            // Nobody escapes the names read here; the allocation keeps the ordinary path short.
            name = JsonText.Unescape(name);
        }

        if (Peek() != ':')
        {
            return Refuse("':'");
        }

        _at++;
        return true;
    }

    /// <summary>Moves to the array's next element. False when the array has ended, or on a fault.</summary>
    public bool NextElement()
    {
        byte b = Peek();
        if (_first)
        {
            _first = false;
            return b != ']' || Leave();
        }

        if (b == ',')
        {
            _at++;
            return true;
        }

        return b == ']' ? Leave() : Refuse("',' or ']'");
    }

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

    /// <summary>Checks and passes over one value of any kind; the bytes as written.</summary>
    public ReadOnlySpan<byte> ReadRaw()
    {
        Peek();
        int start = _at;
        Skip();
        return Failed ? default : _json[start.._at];
    }

    /// <summary>Checks that nothing but whitespace is left.</summary>
    public void End()
    {
        Peek();
        if (_at < _json.Length)
        {
            Fail("the end of the data");
        }
    }

    private byte PeekPastWhitespace()
    {
        // A faulted scanner has an empty text, so its position stays where the fault is.
        while ((uint)_at < (uint)_json.Length && JsonText.IsWhitespace(_json[_at]))
        {
            _at++;
        }

        return (uint)_at < (uint)_json.Length ? _json[_at] : (byte)0;
    }

    private bool Enter(byte open, string expected)
    {
        if (Peek() != open)
        {
            return Refuse(expected);
        }

        if (++_depth > DepthMax)
        {
            return Refuse("at most 64 levels of nesting");
        }

        _at++;
        _first = true;
        return true;
    }

    private bool Leave()
    {
        _at++;
        _depth--;
        return false;
    }

    private bool Refuse(string expected)
    {
        Fail(expected);
        return false;
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
