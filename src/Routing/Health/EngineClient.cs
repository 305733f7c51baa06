using System.Net;

namespace LoadGen.Routing.Health;

/// <summary>
/// The router's own requests to engines, such as probes. Each has a connection of its own, so that none waits behind a client's request,
/// none meets a connection that the engine has just closed for being idle, and a good probe shows that the engine still accepts.
/// </summary>
internal static class EngineClient
{
    /// <summary>A handler without proxy, cookies and redirects. Whoever asks may set TLS options on it.</summary>
    public static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
    };

    /// <summary>A request in HTTP/1.1, which the engines speak, on a connection of its own.</summary>
    public static HttpRequestMessage NewRequest(HttpMethod method, Uri url)
    {
        var request = new HttpRequestMessage(method, url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.ConnectionClose = true;
        return request;
    }
}
