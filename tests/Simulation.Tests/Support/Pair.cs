using System.Net;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Kv;

namespace LoadGen.Simulation.Tests.Support;

/// <summary>A prefill and a decode engine that reach each other over loopback.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private Pair(SimulatedEngine prefill, SimulatedEngine decode, ManualTime time)
    {
        (PrefillEngine, DecodeEngine, Time) = (prefill, decode, time);
        (Prefill, Decode) = (new Api(prefill), new Api(decode));
        _ = HostPort.TryParse(prefill.ChannelAddress, out HostPort channel);
        (ChannelHost, ChannelPort) = (channel.Host, channel.Port);
    }

    public SimulatedEngine PrefillEngine { get; }

    public SimulatedEngine DecodeEngine { get; }

    public Api Prefill { get; }

    public Api Decode { get; }

    public ManualTime Time { get; }

    public string ChannelHost { get; }

    public int ChannelPort { get; }

    public static HandoffOptions Options(HandoffKind protocol, SimulatedRole role)
    {
        ChannelKind kind = Channels.KindOf(protocol);
        return new HandoffOptions
        {
            Role = role,
            Protocol = protocol,
            BootstrapPort = kind == ChannelKind.Bootstrap ? 0 : null,
            SideChannelPort = kind == ChannelKind.SideChannel ? 0 : null,
            ZmqAddress = kind == ChannelKind.Zmq ? "127.0.0.1:0" : null,
            EngineId = role == SimulatedRole.Prefill ? "engine-p" : "engine-d",
        };
    }

    public static async Task<Pair> StartAsync(HandoffKind protocol, Func<HandoffOptions, HandoffOptions>? change = null, SimulatedEngineOptions? engines = null, SimulatedEngineOptions? decode = null)
    {
        change ??= options => options;
        SimulatedEngineOptions both = engines ?? Engines.Fast;
        var time = new ManualTime();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        return new Pair(
            await SimulatedEngine.StartAsync(both with { Handoff = change(Options(protocol, SimulatedRole.Prefill)) }, time, cancellation),
            await SimulatedEngine.StartAsync((decode ?? Engines.Fast) with { Handoff = change(Options(protocol, SimulatedRole.Decode)) }, time, cancellation),
            time);
    }

    /// <summary>What an engine without a role says to the request.</summary>
    public static async Task<string> AggregatedAsync(string path, string body)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        return ContentOf((await api.JsonAsync(path, body)).Json);
    }

    public static string ContentOf(JsonElement json)
    {
        JsonElement choice = json.GetProperty("choices")[0];
        return choice.TryGetProperty("text", out JsonElement text) ? text.GetString()! : choice.GetProperty("message").GetProperty("content").GetString()!;
    }

    /// <summary>An error's message, in whichever shape the engine gives it.</summary>
    public static async Task AssertErrorAsync(Api api, string path, string body, int status, string message, params (string, string)[] headers)
    {
        (HttpStatusCode found, JsonElement json) = await api.JsonAsync(path, body, headers);
        JsonElement error = json.TryGetProperty("error", out JsonElement inner) ? inner : json;
        Assert.Equal(status, (int)found);
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(status, error.GetProperty("code").GetInt32());
    }

    /// <summary>Looks again until it holds; what never holds fails as a hang.</summary>
    public static async Task UntilAsync(SimulatedEngine engine, Func<KvFigures, bool> holds)
    {
        while (!holds(engine.Kv!))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Nothing is held anywhere, and every block is free.</summary>
    public async Task AssertAtRestAsync()
    {
        foreach (SimulatedEngine engine in (SimulatedEngine[])[PrefillEngine, DecodeEngine])
        {
            await UntilAsync(engine, kv => kv is { Pinned: 0, Running: 0, Waiting: 0 } && kv.FreeBlocks == kv.TotalBlocks);
            Assert.Equal(0, engine.Kv!.PinnedBlocks);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Prefill.Dispose();
        Decode.Dispose();
        await PrefillEngine.DisposeAsync();
        await DecodeEngine.DisposeAsync();
    }
}
