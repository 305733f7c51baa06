using System.Buffers.Text;
using System.Globalization;
using System.Text;
using LoadGen.Transport.Http.Parsing;

namespace LoadGen.Transport.Http;

/// <summary>
/// The head of a run's requests, rendered once; only the content length differs from request to request (RFC 9112 §3).
/// Header values can be secrets, so no message repeats one.
/// </summary>
public sealed class HttpRequestTemplate
{
    private const int MaxLengthDigits = 10;

    private static readonly string Version = typeof(HttpRequestTemplate).Assembly.GetName().Version?.ToString(3) ?? "0";

    private readonly byte[] _head;
    private readonly byte[] _ownHeader = [];
    private readonly bool _omitsEmptyLength;

    /// <summary>Renders the head.</summary>
    /// <param name="method">The method, such as <c>POST</c>.</param>
    /// <param name="pathAndQuery">The target, beginning with a slash; or, for a proxy, the whole URL (<see cref="Connections.PinnedTarget.RequestTarget"/>).</param>
    /// <param name="hostHeader">The <c>Host</c> header's value, see <see cref="Connections.PinnedTarget.HostHeader"/>.</param>
    /// <param name="headers">
    /// Further headers. They replace <c>Host</c>, <c>User-Agent</c>, <c>Accept</c> and <c>Content-Type</c> as this class would write
    /// them; <c>Content-Length</c> and <c>Transfer-Encoding</c> are this class's own.
    /// </param>
    /// <exception cref="ArgumentException">A part cannot stand in a request head; names the part.</exception>
    public HttpRequestTemplate(
        string method, string pathAndQuery, string hostHeader, IEnumerable<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(pathAndQuery);
        ArgumentNullException.ThrowIfNull(hostHeader);
        ArgumentNullException.ThrowIfNull(headers);
        if (!HeadParser.IsToken(Encoding.UTF8.GetBytes(method)))
        {
            throw new ArgumentException("the method must be a token such as POST", nameof(method));
        }

        bool isAbsolute = pathAndQuery.StartsWith("http://", StringComparison.Ordinal);
        if (!(isAbsolute || pathAndQuery.StartsWith('/')) || pathAndQuery.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException("the path must begin with '/' and hold neither spaces nor other than printable ASCII characters", nameof(pathAndQuery));
        }

        bool hasBody = method is not ("GET" or "HEAD");
        _omitsEmptyLength = !hasBody;
        (Method, PathAndQuery) = (method, pathAndQuery);
        _head = Render(method, pathAndQuery, hostHeader, hasBody, [.. headers]);
    }

    /// <summary>The longest value of the header that each request may have of its own, in bytes.</summary>
    public const int MaxOwnValueBytes = 128;

    /// <summary>A header of which each request may bring a value of its own (<see cref="HttpRequestBuffer.SetOwnHeader"/>); null for none.</summary>
    /// <exception cref="ArgumentException">No header can have this name.</exception>
    public string? OwnHeader
    {
        get => _ownHeader.Length == 0 ? null : Encoding.ASCII.GetString(_ownHeader.AsSpan()[..^2]);
        init
        {
            if (value is not null)
            {
                CheckOwnHeader(value);
            }

            _ownHeader = value is null ? [] : Encoding.ASCII.GetBytes(value + ": ");
        }
    }

    /// <summary>Refuses a name that <see cref="OwnHeader"/> cannot have.</summary>
    /// <exception cref="ArgumentException">No header can have this name, or it is this class's own.</exception>
    public static void CheckOwnHeader(string name) => HeaderRules.Check(name, "value");

    /// <summary>There is such a header.</summary>
    internal bool HasOwnHeader => _ownHeader.Length > 0;

    /// <summary>The method.</summary>
    internal string Method { get; }

    /// <summary>The request target.</summary>
    internal string PathAndQuery { get; }

    /// <summary>Every header field but the body's length, in order.</summary>
    internal List<KeyValuePair<string, string>> Fields { get; } = [];

    /// <summary>The longest head, in bytes: what a buffer keeps free in front of the body.</summary>
    internal int MaxHeadBytes => _head.Length + "Content-Length: "u8.Length + MaxLengthDigits + 4
        + (_ownHeader.Length == 0 ? 0 : _ownHeader.Length + MaxOwnValueBytes + 2);

    /// <summary>Writes the head for a body of <paramref name="bodyBytes"/> so that it ends where <paramref name="gap"/> ends.</summary>
    /// <param name="gap">Where to.</param>
    /// <param name="bodyBytes">The body's length.</param>
    /// <param name="ownValue">What the request's own header says; empty leaves it out.</param>
    /// <returns>Where in <paramref name="gap"/> it begins.</returns>
    internal int WriteBefore(Span<byte> gap, int bodyBytes, ReadOnlySpan<byte> ownValue = default)
    {
        int at = gap.Length;
        "\r\n"u8.CopyTo(gap[(at -= 2)..]);
        if (bodyBytes > 0 || !_omitsEmptyLength)
        {
            Span<byte> digits = stackalloc byte[MaxLengthDigits];
            Utf8Formatter.TryFormat(bodyBytes, digits, out int count);
            "\r\n"u8.CopyTo(gap[(at -= 2)..]);
            digits[..count].CopyTo(gap[(at -= count)..]);
            "Content-Length: "u8.CopyTo(gap[(at -= "Content-Length: "u8.Length)..]);
        }

        if (!ownValue.IsEmpty)
        {
            "\r\n"u8.CopyTo(gap[(at -= 2)..]);
            ownValue.CopyTo(gap[(at -= ownValue.Length)..]);
            _ownHeader.CopyTo(gap[(at -= _ownHeader.Length)..]);
        }

        _head.CopyTo(gap[(at -= _head.Length)..]);
        return at;
    }

    private byte[] Render(
        string method, string pathAndQuery, string hostHeader, bool hasBody, KeyValuePair<string, string>[] headers)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{method} {pathAndQuery} HTTP/1.1\r\n");
        AddUnlessGiven("Host", hostHeader);
        AddUnlessGiven("User-Agent", $"loadgen/{Version}");
        AddUnlessGiven("Accept", "*/*");
        if (hasBody)
        {
            AddUnlessGiven("Content-Type", "application/json");
        }

        foreach ((string name, string value) in headers)
        {
            Add(name, value);
        }

        return Encoding.UTF8.GetBytes(text.ToString());

        void AddUnlessGiven(string name, string value)
        {
            if (!headers.Any(h => name.Equals(h.Key, StringComparison.OrdinalIgnoreCase)))
            {
                Add(name, value);
            }
        }

        void Add(string name, string value)
        {
            HeaderRules.Check(name, value);
            string trimmed = value.Trim(' ', '\t');
            Fields.Add(new(name, trimmed));
            text.Append(name).Append(": ").Append(trimmed).Append("\r\n");
        }
    }
}
