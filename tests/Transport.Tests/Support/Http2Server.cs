using System.Net;
using System.Security.Cryptography.X509Certificates;
using LoadGen.Transport.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadGen.Transport.Tests.Support;

/// <summary>Kestrel on a free port of the loopback.</summary>
internal sealed class Http2Server : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _isTls;

    private Http2Server(WebApplication app, bool isTls) => (_app, _isTls) = (app, isTls);

    public int Port => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public static async Task<Http2Server> StartAsync(
        RequestDelegate answer,
        X509Certificate2? certificate = null,
        HttpProtocols protocols = HttpProtocols.Http2,
        int? streams = null,
        string? unixSocket = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.Http2.MaxStreamsPerConnection = streams ?? 100;
            options.Limits.MinResponseDataRate = null;
            if (unixSocket is not null)
            {
                options.ListenUnixSocket(unixSocket, Configure);
                return;
            }

            options.Listen(IPAddress.Loopback, 0, Configure);
        });
        WebApplication app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Http2Server(app, certificate is not null);

        void Configure(ListenOptions listen)
        {
            listen.Protocols = protocols;
            if (certificate is not null)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate });
            }
        }
    }

    public ValueTask<PinnedTarget> TargetAsync() =>
        PinnedTarget.ResolveAsync(new Uri($"{(_isTls ? "https" : "http")}://engine.test:{Port}"), new FixedResolver(IPAddress.Loopback));

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
