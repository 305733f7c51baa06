using System.Runtime.CompilerServices;

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
internal ref partial struct JsonScanner
{
    /// <summary>Deepest nesting accepted: System.Text.Json's default. Skipping recurses, so this also bounds the stack.</summary>
    public const int DepthMax = 64;

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
}
