using LoadGen.Serving;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LoadGen.Simulation.Serving;

/// <summary>
/// Kestrel alone, without a host: no configuration files or environment variables that could move the port, no logging, no
/// dependency injection.
/// </summary>
internal static class KestrelSetup
{
    // A context of a million tokens is some 6 MB of text; this leaves room, and still bounds a body.
    private const long BodyBytesMax = 256L << 20;

    // The kernel cuts it to net.core.somaxconn (4096 by default); thousands of clients may connect at once.
    private const int Backlog = 65535;

    /// <summary>Sockets that connections come in by.</summary>
    public static IConnectionListenerFactory Transport() =>
        new SocketTransportFactory(Options.Create(new SocketTransportOptions { Backlog = Backlog }), NullLoggerFactory.Instance);

    /// <summary>A server that is still to be started.</summary>
    /// <param name="endPoint">Where it listens.</param>
    /// <param name="transport">How.</param>
    /// <param name="keepAlive">How long a connection may be idle between requests; null for Kestrel's own two minutes and ten seconds.</param>
    public static KestrelServer Create(IPEndPoint endPoint, IConnectionListenerFactory transport, TimeSpan? keepAlive)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = NoServices.Instance };
        options.Limits.MaxRequestBodySize = BodyBytesMax;
        options.Limits.MaxRequestBufferSize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.KeepAliveTimeout = keepAlive ?? options.Limits.KeepAliveTimeout;
        options.Listen(endPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(ConnectionOutputMiddleware.Use);
        });
        return new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
