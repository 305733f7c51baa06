using System.Buffers;
using System.Net;
using System.Text;
using LoadGen.Serving;
using LoadGen.Serving.Metrics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LoadGen.Watching.Exposition;

/// <summary>Answers <c>GET /metrics</c> and <c>GET /health</c>, and nothing else. Kestrel alone, without a host: nothing but the plan can move the port.</summary>
public sealed class MetricsListener : IAsyncDisposable
{
    private static readonly TimeSpan s_stopGrace = TimeSpan.FromSeconds(1);

    private readonly KestrelServer _server;

    private MetricsListener(KestrelServer server) => _server = server;

    /// <summary>Its address, the port that it got included.</summary>
    public Uri Url => new(_server.Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Listens.</summary>
    /// <param name="endPoint">Where.</param>
    /// <param name="write">Writes the metrics. Any thread.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <exception cref="WatchException">It cannot listen there.</exception>
    public static async Task<MetricsListener> StartAsync(IPEndPoint endPoint, Action<IBufferWriter<byte>> write, CancellationToken cancellation)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        var server = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(new Application(write), cancellation);
            return new MetricsListener(server);
        }
        catch (Exception e) when (ListenFailure.Is(e))
        {
            server.Dispose();
            throw new WatchException($"cannot listen at {endPoint}: {ListenFailure.Cause(e)}", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using (var grace = new CancellationTokenSource(s_stopGrace))
        {
            await _server.StopAsync(grace.Token);
        }

        _server.Dispose();
    }

    private sealed class Application(Action<IBufferWriter<byte>> write) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            // It holds nothing.
        }

        public Task ProcessRequestAsync(HttpContext context)
        {
            if (!HttpMethods.IsGet(context.Request.Method))
            {
                context.Response.Headers.Allow = "GET";
                return SayAsync(context, StatusCodes.Status405MethodNotAllowed, "this listener takes GET\n");
            }

            return context.Request.Path.Value switch
            {
                "/metrics" => WriteMetricsAsync(context),
                "/health" => SayAsync(context, StatusCodes.Status200OK, "ok\n"),
                _ => SayAsync(context, StatusCodes.Status404NotFound, "this listener has /metrics and /health\n"),
            };
        }

        private static async Task SayAsync(HttpContext context, int status, string text)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        }

        private async Task WriteMetricsAsync(HttpContext context)
        {
            var text = new ArrayBufferWriter<byte>(16 * 1024);
            write(text);
            context.Response.ContentType = PrometheusText.ContentType;
            context.Response.ContentLength = text.WrittenCount;
            await context.Response.Body.WriteAsync(text.WrittenMemory, context.RequestAborted);
        }
    }
}
