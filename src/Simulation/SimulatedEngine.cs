using System.Net;
using LoadGen.Simulation.Handoffs;
using LoadGen.Simulation.Kv;
using LoadGen.Simulation.Serving;
using LoadGen.Transport.Timing;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadGen.Simulation;

/// <summary>
/// An inference engine that only pretends: it speaks the OpenAI completion and chat APIs and SGLang's own, emits tokens at the times it is told to,
/// misbehaves on demand, and says how late it was. Every response carries <c>x-simulated: 1</c>.
/// </summary>
public sealed class SimulatedEngine : IAsyncDisposable
{
    // Beyond this, connections that do not end by themselves are cut.
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(500);

    private readonly KestrelServer _server;
    private readonly EngineState _state;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;

    private SimulatedEngine(KestrelServer server, EngineState state, Uri url)
    {
        _server = server;
        _state = state;
        Url = url;
    }

    /// <summary>Where it listens, without a path.</summary>
    public Uri Url { get; }

    /// <summary>Ends when the engine has been disposed.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Starts an engine; it listens when the task ends.</summary>
    /// <exception cref="SimulationException">The options are invalid, or the address cannot be listened on.</exception>
    public static Task<SimulatedEngine> StartAsync(SimulatedEngineOptions options, CancellationToken cancellation) =>
        StartAsync(options, TimeProvider.System, cancellation);

    /// <summary>Starts an engine whose leases and waits for other engines follow the given clock; tokens follow the monotonic one.</summary>
    /// <exception cref="SimulationException">The options are invalid, or an address cannot be listened on.</exception>
    public static async Task<SimulatedEngine> StartAsync(SimulatedEngineOptions options, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<string> problems = options.Validate();
        if (problems.Count > 0)
        {
            throw new SimulationException(string.Join("; ", problems));
        }

        IPEndPoint endPoint = await ListenAddress.ResolveAsync(options.Host, options.Port, cancellation);
        var state = new EngineState(options, MonotonicClock.Instance, time);
        KestrelServer server = KestrelSetup.Create(endPoint, state.Listeners, options.KeepAlive);
        try
        {
            state.Handoffs = options.Handoff is { } handoff ? await HandoffNode.StartAsync(state, handoff, time, cancellation) : null;
            await server.StartAsync(new EngineApplication(state), cancellation);
        }
        catch (Exception e)
        {
            server.Dispose();
            await DisposeAsync(state);
            throw e is OperationCanceledException or SimulationException ? e : ListenAddress.Explain(e, options);
        }

        string address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var engine = new SimulatedEngine(server, state, new Uri(address));
        state.Handoffs?.Register(engine.Url);
        return engine;
    }

    /// <summary>What has been done so far.</summary>
    public SimulatedEngineStats Snapshot() => _state.Snapshot();

    /// <summary>The KV cache and its hand-offs, as at <c>GET /kv</c>; null for an engine without a role.</summary>
    public KvFigures? Kv => _state.Handoffs?.Figures;

    /// <summary>Where other engines reach this one (<c>host:port</c> of its bootstrap server, side channel or ZMQ address); null where they do not.</summary>
    public string? ChannelAddress => _state.Handoffs?.Channel?.ToString();

    /// <summary>Starts the statistics anew, as <c>DELETE /stats</c> does.</summary>
    public void ResetStats() => _state.Reset();

    /// <summary>
    /// Refuses connections (the listening socket is closed, connections that are open stay), as <c>POST /sim/refuse?on=1</c> does, or
    /// accepts them again on the same port. Does nothing when it is so already.
    /// </summary>
    /// <exception cref="SimulationException">The port has been taken by another meanwhile.</exception>
    public async Task SetAcceptingAsync(bool isAccepting, CancellationToken cancellation) =>
        await _state.Listeners.SetAcceptingAsync(isAccepting, cancellation);

    /// <summary>Waits until the token is cancelled, then stops the engine; or until it has been stopped otherwise. Does not throw on cancellation.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellation)
    {
        await Completion.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync();
    }

    /// <summary>Stops listening, cuts what is under way, and frees everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            await Completion;
            return;
        }

        try
        {
            _state.Stop();
            using (var grace = new CancellationTokenSource(StopGrace))
            {
                await _server.StopAsync(grace.Token);
            }

            _server.Dispose();
            await DisposeAsync(_state);
        }
        finally
        {
            // Whoever waits for the end must not wait for ever because it went wrong.
            _completion.TrySetResult();
        }
    }

    private static async ValueTask DisposeAsync(EngineState state)
    {
        if (state.Handoffs is { } handoffs)
        {
            await handoffs.DisposeAsync();
        }

        state.Dispose();
    }
}
