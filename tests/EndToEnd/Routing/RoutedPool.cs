using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>A router in front of a prefill and a decode engine, or of an aggregated one, all processes of their own.</summary>
internal sealed class RoutedPool : IAsyncDisposable
{
    private const string Aggregated = "aggregated";

    private readonly TempFolder _folder;

    private RoutedPool(TempFolder folder, RouterProcess router, EngineProcess? prefill, EngineProcess decode)
    {
        (_folder, Router, PrefillOrNone, Decode) = (folder, router, prefill, decode);
    }

    public RouterProcess Router { get; }

    /// <summary>The engine that answers: decode, or the aggregated one.</summary>
    public EngineProcess Decode { get; }

    public EngineProcess Prefill => PrefillOrNone!;

    private EngineProcess? PrefillOrNone { get; }

    /// <summary>Starts a router and one engine.</summary>
    public static Task<RoutedPool> StartAggregatedAsync(string? more = null) => StartAsync(Aggregated, more);

    /// <summary>Starts a router and its engines.</summary>
    /// <param name="protocol">The hand-off, or <c>aggregated</c>.</param>
    /// <param name="more">Lines of configuration besides the plainest.</param>
    /// <param name="decodeOptions">Options of the decode engine.</param>
    public static async Task<RoutedPool> StartAsync(string protocol, string? more = null, params string[] decodeOptions)
    {
        bool isPair = protocol != Aggregated;
        Task<EngineProcess>? prefill = isPair ? EngineProcess.StartAsync("prefill", protocol) : null;
        EngineProcess decode = isPair ? await EngineProcess.StartAsync("decode", protocol, decodeOptions) : await EngineProcess.StartAsync(decodeOptions);
        EngineProcess? first = prefill is null ? null : await prefill;
        var folder = new TempFolder();
        string file = folder.File("router.yaml", isPair ? Yaml.Pair(protocol, [first!], [decode], more) : Yaml.Workers([decode], more));
        return new RoutedPool(folder, await RouterProcess.StartAsync(file), first, decode);
    }

    /// <summary>Waits until nothing is under way, and no cache is held for anyone.</summary>
    public async Task<MetricsText> AtRestAsync()
    {
        if (PrefillOrNone is { } prefill)
        {
            await Eventually.HoldsAsync(prefill.KvAsync, kv => kv.GetProperty("pinned").GetInt64() == 0);
        }

        return await Eventually.HoldsAsync(Router.MetricsAsync, metrics =>
            metrics.Sum("requests_started_total") == metrics.Sum("requests_total") && metrics.Sum("legs_started_total") == metrics.Sum("legs_total"));
    }

    public async ValueTask DisposeAsync()
    {
        await Router.DisposeAsync();
        await Decode.DisposeAsync();
        if (PrefillOrNone is { } prefill)
        {
            await prefill.DisposeAsync();
        }

        _folder.Dispose();
    }
}
