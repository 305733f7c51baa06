using System.Net.Sockets;
using System.Security.Authentication;

namespace LoadGen.Routing.Health;

/// <summary>Says in one line why a request of the router's own to a worker got no answer.</summary>
internal static class EngineFailure
{
    private const int LengthMax = 300;

    /// <summary>Describes the failure of a request to this address.</summary>
    public static string Describe(HttpRequestException error, Uri url) => OneLine(error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"DNS: {url.Host} cannot be resolved ({Innermost(error)})",
        HttpRequestError.SecureConnectionError => $"TLS: the handshake with {url.Authority} failed: {Tls(error)}",
        HttpRequestError.ConnectionError => $"no connection to {url.Authority}: {Connecting(error)}",
        HttpRequestError.ResponseEnded => $"{url.Authority} closed the connection before it answered",
        HttpRequestError.InvalidResponse => $"{url.Authority} answered with something that is not HTTP/1.1",
        _ => $"{url.Authority}: {Innermost(error)}",
    });

    /// <summary>The text without line breaks and control characters, and not too long.</summary>
    public static string OneLine(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = string.Concat(line.Where(c => !char.IsControl(c)));
        return line.Length <= LengthMax ? line : string.Concat(line.AsSpan(0, LengthMax), "…");
    }

    private static string Connecting(Exception error) => Find<SocketException>(error)?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused: nothing listens there",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "no route to it",
        SocketError.ConnectionReset => "connection reset",
        SocketError.TimedOut => "the network timed out",
        _ => Innermost(error),
    };

    private static string Tls(Exception error) => Find<AuthenticationException>(error)?.Message ?? Innermost(error);

    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return error.Message;
    }

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        while (error is not null and not T)
        {
            error = error.InnerException;
        }

        return (T?)error;
    }
}
