using System.Net;
using LoadGen.Serving;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LoadGen.Reporting.Html.Serving;

/// <summary>
/// Serves a report that follows its folders: the page, its document, an event when there is something new, and the runs' own files. It asks for
/// no key: whoever reaches its port reads the results.
/// </summary>
public sealed class ReportServer : IAsyncDisposable
{
    private static readonly TimeSpan s_stopGrace = TimeSpan.FromMilliseconds(500);

    private readonly KestrelServer _server;
    private readonly ReportFeed _feed;

    private ReportServer(KestrelServer server, ReportFeed feed, Uri url)
    {
        _server = server;
        _feed = feed;
        Url = url;
    }

    /// <summary>Where the page is.</summary>
    public Uri Url { get; }

    /// <summary>Reads the report and starts to serve it; it listens when the task ends.</summary>
    /// <param name="source">What is served.</param>
    /// <param name="endPoint">Where to listen; port 0 takes a free one.</param>
    /// <param name="time">Times the looks at the folders.</param>
    /// <param name="tell">Takes a line for each change in the folders that no report could be made of; the last one stays.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public static async Task<ReportServer> StartAsync(ReportSource source, IPEndPoint endPoint, TimeProvider time, Action<string> tell, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(tell);
        var feed = new ReportFeed(source, time, tell);
        KestrelServer server = Create(endPoint);
        try
        {
            await server.StartAsync(new ReportApplication(feed), cancellation);
        }
        catch (Exception e)
        {
            server.Dispose();
            await feed.DisposeAsync();
            throw ListenFailure.Is(e) ? new IOException($"cannot listen on {endPoint}: {ListenFailure.Cause(e)}", e) : e;
        }

        return new ReportServer(server, feed, new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()));
    }

    /// <summary>Ends the connections and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        // First: pages that wait for news would hold the server up.
        await _feed.DisposeAsync();
        using (var grace = new CancellationTokenSource(s_stopGrace))
        {
            await _server.StopAsync(grace.Token);
        }

        _server.Dispose();
    }

    // Kestrel alone, without a host: nothing but the options can move the port.
    private static KestrelServer Create(IPEndPoint endPoint)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        return new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }
}
