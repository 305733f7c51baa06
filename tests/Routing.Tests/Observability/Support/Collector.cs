using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LoadGen.Routing.Tests.Observability.Support;

/// <summary>A collector of spans on this host, which keeps what it is sent.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public ConcurrentQueue<(string Path, string? ContentType, string? Key, byte[] Body)> Received { get; } = [];

    /// <summary>Told of each request before it is answered.</summary>
    public Channel<bool> Arrived { get; } = Channel.CreateUnbounded<bool>();

    /// <summary>Answers wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int Status { get; set; } = 200;

    public static async Task<Collector> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        var collector = new Collector(app);
        app.Run(collector.TakeAsync);
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Received.Enqueue((context.Request.Path, context.Request.ContentType, context.Request.Headers["x-collector-key"], body.ToArray()));
        Arrived.Writer.TryWrite(true);
        await Gate;
        context.Response.StatusCode = Status;
    }
}
