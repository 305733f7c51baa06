using System.Buffers;
using System.Text;

namespace LoadGen.Transport.Http.Parsing;

/// <summary>
/// Reads a whole response head. RFC 9112 §4 and §5:
/// <code>
/// status-line = "HTTP/1." DIGIT SP 3DIGIT [ SP reason-phrase ] EOL
/// field-line  = token ":" OWS field-value OWS EOL        EOL = CRLF / LF
/// </code>
/// Folded lines, spaces before the colon, bare CR and NUL are refused: what they mean depends on who reads them.
/// </summary>
internal static class HeadParser
{
    private const int CodeStart = 9;
    private const int CodeEnd = 12;

    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> ForbiddenInValue = SearchValues.Create("\0\r"u8);

    /// <summary>Reads a head found by <see cref="HeadScanner"/>.</summary>
    /// <param name="head">Status line to empty line, both included.</param>
    /// <param name="facts">What the head says about framing and reuse.</param>
    /// <returns>The header lines, as <see cref="HttpResponseHead"/> takes them.</returns>
    public static ReadOnlySpan<byte> Parse(ReadOnlySpan<byte> head, ref HeadFacts facts)
    {
        ReadStatusLine(TakeLine(ref head), ref facts);
        ReadOnlySpan<byte> fields = head;
        while (true)
        {
            ReadOnlySpan<byte> rest = head;
            ReadOnlySpan<byte> line = TakeLine(ref head);
            if (line.IsEmpty)
            {
                return fields[..^rest.Length];
            }

            ReadField(line, ref facts);
        }
    }

    /// <summary>True when <paramref name="name"/> is a token (RFC 9110 §5.6.2).</summary>
    public static bool IsToken(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.ContainsAnyExcept(TokenBytes);

    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> rest)
    {
        int lf = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = rest[..lf];
        rest = rest[(lf + 1)..];
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private static void ReadStatusLine(ReadOnlySpan<byte> line, ref HeadFacts facts)
    {
        // The scanner has seen "HTTP/1.".
        bool isWell = line.Length >= CodeEnd
            && char.IsAsciiDigit((char)line[7]) && line[8] == (byte)' '
            && (line.Length == CodeEnd || line[CodeEnd] == (byte)' ');
        int code = 0;
        for (int i = CodeStart; isWell && i < CodeEnd; i++)
        {
            isWell = char.IsAsciiDigit((char)line[i]);
            code = (code * 10) + (line[i] - '0');
        }

        if (!isWell || code is < 100 or > 599)
        {
            ProtocolFailure.Malformed($"malformed status line: 'HTTP/1.1' and a status from 100 to 599 expected, found {Excerpt.Of(line)}");
        }

        facts.StatusCode = code;
        facts.IsHttp10 = line[7] == (byte)'0';
    }

    private static void ReadField(ReadOnlySpan<byte> line, ref HeadFacts facts)
    {
        int colon = line.IndexOf((byte)':');
        if (colon <= 0 || !IsToken(line[..colon]))
        {
            ProtocolFailure.Malformed($"malformed header line: 'name: value' expected, found {Excerpt.Of(line)}");
        }

        ReadOnlySpan<byte> name = line[..colon];
        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
        if (value.ContainsAny(ForbiddenInValue))
        {
            ProtocolFailure.Malformed($"the header {Excerpt.Of(name)} holds a NUL or a carriage return in its value");
        }

        switch (name.Length)
        {
            case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                facts.AddConnection(value);
                break;
            case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                facts.AddContentLength(value);
                break;
            case 16 when Ascii.EqualsIgnoreCase(name, "content-encoding"u8):
                facts.AddContentEncoding(value);
                break;
            case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                facts.AddTransferEncoding(value);
                break;
        }
    }
}
