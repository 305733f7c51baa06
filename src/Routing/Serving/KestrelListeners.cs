using System.Net;
using LoadGen.Routing.Security;
using LoadGen.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoadGen.Routing.Serving;

/// <summary>Kestrel alone, without a host: nothing but the settings can move a port.</summary>
internal static class KestrelListeners
{
    // The kernel cuts it to net.core.somaxconn; thousands of clients may connect at once.
    private const int Backlog = 65_535;

    // The admin API's largest request is a worker's description.
    private const long AdminBodyBytesMax = 1 << 20;

    /// <summary>The public listener: HTTP/1.1, its output at our hands.</summary>
    /// <param name="endPoint">Where.</param>
    /// <param name="limits">What a client may hold.</param>
    /// <param name="tls">The certificate; null for plain HTTP.</param>
    public static KestrelServer Public(IPEndPoint endPoint, SlowClientLimits limits, Func<ListenerTls>? tls)
    {
        KestrelServerOptions options = Options();
        if (tls is not null)
        {
            options.ApplicationServices = TlsServices();
        }

        limits.ApplyTo(options);
        options.Listen(endPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (tls is not null)
            {
                ListenerTls.Use(listen, tls);
            }

            listen.Use(ConnectionOutputMiddleware.Use);
        });
        return Server(options);
    }

    /// <summary>The admin's listener.</summary>
    public static KestrelServer Admin(IPEndPoint endPoint)
    {
        KestrelServerOptions options = Options();
        options.Limits.MaxRequestBodySize = AdminBodyBytesMax;
        options.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        return Server(options);
    }

    private static KestrelServerOptions Options() => new() { AddServerHeader = false, ApplicationServices = new ServiceCollection().BuildServiceProvider() };

    // Kestrel's TLS asks for a logger and for counters that only its own setup can make.
    private static ServiceProvider TlsServices()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        return builder.Services.BuildServiceProvider();
    }

    private static KestrelServer Server(KestrelServerOptions options) => new(
        Microsoft.Extensions.Options.Options.Create(options),
        new SocketTransportFactory(
            Microsoft.Extensions.Options.Options.Create(new SocketTransportOptions { Backlog = Backlog }),
            NullLoggerFactory.Instance),
        NullLoggerFactory.Instance);
}
