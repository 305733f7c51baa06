using System.Text;

namespace LoadGen.Transport.Http;

/// <summary>
/// A response's status and header fields (RFC 9112 §4–5) as a view over the received bytes. Valid only during the handler's call.
/// </summary>
public readonly ref struct HttpResponseHead
{
    private readonly ReadOnlySpan<byte> _fields;

    /// <summary>Wraps a parsed head.</summary>
    /// <param name="statusCode">100–599.</param>
    /// <param name="fields">The header lines after the status line, each ended by CRLF (or a bare LF), without the empty line.</param>
    public HttpResponseHead(int statusCode, ReadOnlySpan<byte> fields)
    {
        StatusCode = statusCode;
        _fields = fields;
    }

    /// <summary>The status code.</summary>
    public int StatusCode { get; }

    /// <summary>The header fields, one after another.</summary>
    public HttpHeaderFields Fields => new(_fields);

    /// <summary>Finds a header field by its name, case-insensitively. The first one wins.</summary>
    /// <param name="name">The lower-case name.</param>
    /// <param name="value">Its value, trimmed of spaces and tabs.</param>
    public bool TryGetHeader(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> rest = _fields;
        while (!rest.IsEmpty)
        {
            int lf = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = lf < 0 ? rest : rest[..lf];
            rest = lf < 0 ? default : rest[(lf + 1)..];
            int colon = line.IndexOf((byte)':');
            if (colon == name.Length && Ascii.EqualsIgnoreCase(line[..colon], name))
            {
                value = line[(colon + 1)..].Trim(" \t\r"u8);
                return true;
            }
        }

        value = default;
        return false;
    }
}
