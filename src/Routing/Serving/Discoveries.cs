using LoadGen.Routing.Discovery;
using LoadGen.Routing.Discovery.Heartbeats;
using LoadGen.Routing.Health;
using LoadGen.Routing.Settings;
using LoadGen.Transport.Connections;

namespace LoadGen.Routing.Serving;

/// <summary>What keeps the fleet true while the router runs: names that are looked up, workers that register themselves.</summary>
internal sealed class Discoveries : IAsyncDisposable
{
    private readonly RouterCore _core;
    private readonly RouterEnvironment _environment;
    private readonly Lock _lock = new();
    private IReadOnlyList<DnsEntry>? _entries;
    private CancellationTokenSource? _dnsStop;
    private Task _dns = Task.CompletedTask;
    private HeartbeatListener? _heartbeats;
    private MooncakeEngines? _mooncake;
    private CancellationToken _stopping;

    public Discoveries(RouterCore core, RouterEnvironment environment)
    {
        _core = core;
        _environment = environment;
        core.Prober.HealthChanged += (worker, probe) =>
            Noticed?.Invoke($"worker {worker.Id} is {(probe.Ok ? "healthy" : "not healthy: " + probe.Error)}");
    }

    /// <summary>One line for whoever runs the router.</summary>
    public event Action<string>? Noticed;

    public void Start(CancellationToken stopping)
    {
        _stopping = stopping;
        RestartDns(_core.Settings);
        AskMooncake();
        if (_core.Settings.Heartbeat is { } heartbeat)
        {
            _heartbeats = new HeartbeatListener(
                HeartbeatOptions.Of(heartbeat, _core.Settings.Protocol), workers => _core.Fleet.Apply(Workers.WorkerSource.Heartbeat, workers), _environment.Time);
            _heartbeats.Refused += refusal => Noticed?.Invoke($"a registration from {refusal.Peer} was refused: {refusal.Reason}");
            _heartbeats.Start();
        }
    }

    // A hand-off names prefill's engine by an id that only its bootstrap server knows.
    private void AskMooncake()
    {
        if (_core.Settings.Protocol == Inference.Handoffs.Handoffs.NameOf(Inference.Handoffs.HandoffKind.Mooncake))
        {
            _mooncake = new MooncakeEngines(_core.Fleet, EngineClient.NewHandler(), _environment.Time);
            _mooncake.Noticed += line => Noticed?.Invoke(line);
            _mooncake.Start();
        }
    }

    /// <summary>Where workers register themselves; null where they cannot.</summary>
    public System.Net.IPEndPoint? HeartbeatEndpoint => _heartbeats?.Endpoint;

    /// <summary>Takes other settings.</summary>
    public void Apply(RouterSettings settings) => RestartDns(settings);

    public async ValueTask DisposeAsync()
    {
        if (_heartbeats is not null)
        {
            await _heartbeats.DisposeAsync();
        }

        if (_mooncake is not null)
        {
            await _mooncake.DisposeAsync();
        }

        CancellationTokenSource? stop;
        lock (_lock)
        {
            stop = _dnsStop;
            _dnsStop = null;
        }

        if (stop is not null)
        {
            await stop.CancelAsync();
            await _dns;
            stop.Dispose();
        }
    }

    // Names and refresh times may have changed: a new watcher looks everything up at once, and the fleet changes only where the answers do.
    private void RestartDns(RouterSettings settings)
    {
        IReadOnlyList<DnsEntry> entries = DnsEntry.Of(settings);
        if (entries.Count == 0)
        {
            // A watcher without names never says anything.
            _core.Fleet.Apply(Workers.WorkerSource.Dns, []);
        }

        lock (_lock)
        {
            // A new watcher knows no workers yet: where nothing has changed the old one goes on with those it has.
            if (_entries is { } before && before.SequenceEqual(entries))
            {
                return;
            }

            _entries = entries;
            _dnsStop?.Cancel();
            _dnsStop = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
            var watcher = new DnsWatcher(
                entries, workers => _core.Fleet.Apply(Workers.WorkerSource.Dns, workers), SystemDnsResolver.Instance, _environment.Time, new Random(_environment.Seed));
            watcher.Failed += failure => Noticed?.Invoke($"the name {failure.Entry.Section.Name} cannot be looked up: {failure.Reason}; its workers stay as they are");
            _dns = RunAfterAsync(_dns, watcher, _dnsStop.Token);
        }
    }

    private static async Task RunAfterAsync(Task before, DnsWatcher watcher, CancellationToken stop)
    {
        await before;
        await watcher.RunAsync(stop);
    }
}
