using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LoadGen.Routing.Security;

/// <summary>Takes the headers that go to an engine.</summary>
public interface IHeaderSink
{
    /// <summary>One header; its name and value are safe to write.</summary>
    void Add(string name, string value);
}

/// <summary>
/// Which of a client's headers go to the engines. Everything that is not named stays here: cookies, forwarding headers of proxies and
/// whatever else a client invents. Where the router checks the clients' keys, it does not show them to the engines; where it does not, the
/// engines must see them. What belongs to a connection or follows from the body never passes, even if it is named.
/// </summary>
public sealed class HeaderAllowList
{
    // RFC 9110 §7.6.1 and its forerunners; then what the router writes itself for the engine's connection and body.
    private static readonly string[] s_never =
    [
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding",
        "Upgrade", "Content-Length", "Host", "Expect", "HTTP2-Settings",
        Observability.Tracing.TraceContext.HeaderName, Observability.Tracing.TraceState.HeaderName, Observability.Tracing.RequestId.HeaderName,
    ];

    // The last four only ever come with an upgrade to a WebSocket, which YARP carries.
    private static readonly string[] s_default =
    [
        "Accept", "Content-Type", "Content-Encoding", "User-Agent",
        "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions",
    ];

    private static readonly string[] s_credentials = ["Authorization", "x-api-key"];

    private readonly FrozenSet<string> _names;

    /// <summary>Creates the list.</summary>
    /// <param name="also">Names to let pass besides the usual ones.</param>
    /// <param name="checksKeys">The router checks the clients' keys: they stay here, unless <paramref name="also"/> names their header.</param>
    /// <exception cref="ArgumentException">A name is not one, or may never pass.</exception>
    public HeaderAllowList(IReadOnlyList<string> also, bool checksKeys)
    {
        ArgumentNullException.ThrowIfNull(also);
        foreach (string name in also)
        {
            if (!IsName(name))
            {
                throw new ArgumentException("a header to forward is not a header's name: letters, digits and - _ . are right");
            }

            if (s_never.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new ArgumentException($"the header '{name}' cannot be forwarded: it belongs to one connection, or the router writes it itself");
            }
        }

        _names = s_default.Concat(checksKeys ? [] : s_credentials).Concat(also).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The names that pass.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Whether a header of this name passes.</summary>
    public bool Allows(string name) => _names.Contains(name);

    /// <summary>
    /// Hands what passes of a request's headers to <paramref name="sink"/>. Left out are headers that the request's Connection header
    /// names, and values with a character that would break the head of the next request.
    /// </summary>
    public void Forward<TSink>(IHeaderDictionary headers, ref TSink sink)
        where TSink : IHeaderSink, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(headers);
        StringValues connection = headers.Connection;
        foreach ((string name, StringValues values) in headers)
        {
            if (!_names.Contains(name) || IsNamedBy(connection, name))
            {
                continue;
            }

            foreach (string? value in values)
            {
                if (value is not null && IsSafe(value))
                {
                    sink.Add(name, value);
                }
            }
        }
    }

    /// <summary>Whether a value may stand in a head: no control character but the tab, nothing outside of Latin-1 (RFC 9110 §5.5).</summary>
    public static bool IsSafe(ReadOnlySpan<char> value)
    {
        foreach (char c in value)
        {
            if ((char.IsControl(c) && c != '\t') || c > '\u00ff')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsName(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static bool IsNamedBy(StringValues connection, string name)
    {
        foreach (string? line in connection)
        {
            foreach (Range part in line.AsSpan().Split(','))
            {
                if (line.AsSpan(part).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
