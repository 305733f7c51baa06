using System.Net.Security;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Http.Framework;

/// <summary>Finds out, once, which version of HTTP a run speaks: one must not change it between two requests.</summary>
public static class HttpNegotiation
{
    /// <summary>True for HTTP/2. Only <see cref="HttpChoice.Auto"/> with TLS asks the target: a connection is opened for its ALPN, and closed.</summary>
    /// <exception cref="TransportException">The target cannot be asked.</exception>
    public static async Task<bool> IsHttp2Async(PinnedTarget target, TransportOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Http != HttpChoice.Auto || !target.IsTls)
        {
            return options.Http == HttpChoice.Http2;
        }

        var dialer = new FrameworkDialer(target, options, MonotonicClock.Instance, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11);
        (Stream stream, _) = await dialer.ConnectAsync(cancellation);
        await using (stream)
        {
            return ((SslStream)stream).NegotiatedApplicationProtocol == SslApplicationProtocol.Http2;
        }
    }
}
