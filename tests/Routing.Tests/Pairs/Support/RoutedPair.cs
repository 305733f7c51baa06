using System.Globalization;
using LoadGen.Routing.Settings;

namespace LoadGen.Routing.Tests.Pairs.Support;

/// <summary>A whole router, without probes, in front of scripted workers; and its access log.</summary>
internal sealed class RoutedPair : IAsyncDisposable
{
    private readonly Router _router;

    private RoutedPair(Router router) => _router = router;

    public Router Router => _router;

    public LoadGen.Routing.Workers.Fleet Fleet => _router.Core.Fleet;

    public int ActiveOwners => _router.Core.Loops.Active;

    public static async Task<RoutedPair> StartAsync(string protocol, string prefill, string decode, string more = "")
    {
        string yaml = string.Create(CultureInfo.InvariantCulture, $$"""
            listen: 127.0.0.1:0
            protocol: {{protocol}}
            loops: 1
            health: { interval_s: 0 }
            readiness: { canary: false }
            telemetry: { access_log: none }
            pools:
              prefill: { workers: [ { url: '{{prefill}}' } ] }
              decode: { workers: [ { url: '{{decode}}' } ] }
            {{more}}
            """);
        RouterSettings settings = RouterSettingsReader.Parse(yaml, "test.yaml").Value;
        return new RoutedPair(await Router.StartAsync(settings, new RouterEnvironment(), TestContext.Current.CancellationToken));
    }

    public RawClient Connect() => new(_router.Url);

    public async ValueTask DisposeAsync() => await _router.DisposeAsync();
}
