using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using LoadGen.Routing.Discovery;
using LoadGen.Routing.Settings;
using LoadGen.Routing.Workers;
using LoadGen.Transport.Connections;

namespace LoadGen.Routing.Tests.Discovery;

public sealed class DnsWatcherTests : IDnsResolver, IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly Dictionary<string, Func<string[]>> _answers = [];
    private readonly List<string[]> _applied = [];
    private readonly List<DnsFailure> _failures = [];
    private readonly Channel<DnsEntry> _lookedUp = Channel.CreateUnbounded<DnsEntry>();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    ValueTask<IReadOnlyList<IPAddress>> IDnsResolver.ResolveAsync(string host, CancellationToken cancellation) =>
        ValueTask.FromResult<IReadOnlyList<IPAddress>>([.. _answers[host]().Select(IPAddress.Parse)]);

    [Fact]
    public async Task Addresses_become_workers()
    {
        _answers["a"] = () => ["10.0.0.2", "10.0.0.1", "fd00::1"];
        await StartAsync(Entry("a"));
        Assert.Equal([["http://10.0.0.1:8000", "http://10.0.0.2:8000", "http://[fd00::1]:8000"]], _applied);
    }

    [Fact]
    public async Task The_fleet_is_told_of_changes_only()
    {
        int turn = 0;
        _answers["a"] = () => turn++ switch { 0 => ["10.0.0.1", "10.0.0.2"], 1 => ["10.0.0.2", "10.0.0.1"], _ => ["10.0.0.2"] };
        await StartAsync(Entry("a"));
        await NextAsync();
        Assert.Single(_applied);
        await NextAsync();
        Assert.Equal(["http://10.0.0.2:8000"], _applied[1]);
    }

    [Fact]
    public async Task A_failed_look_up_keeps_the_workers_and_is_reported()
    {
        int turn = 0;
        _answers["a"] = () => turn++ switch { 0 => ["10.0.0.1"], 1 => throw new SocketException((int)SocketError.HostNotFound), 2 => [], _ => ["10.0.0.9"] };
        await StartAsync(Entry("a"));
        await NextAsync();
        await NextAsync(5);
        Assert.Single(_applied);
        Assert.Equal(2, _failures.Count);
        Assert.Equal("it has no addresses", _failures[1].Reason);
        await NextAsync(5);
        Assert.Equal(["http://10.0.0.9:8000"], _applied[1]);
    }

    [Fact]
    public async Task Names_are_one_set_and_a_worker_of_two_names_stands_once()
    {
        _answers["a"] = () => ["10.0.0.1"];
        _answers["b"] = () => ["10.0.0.1", "10.0.0.2"];
        await StartAsync(Entry("a"), Entry("b", WorkerRole.Decode));
        Assert.Equal(["http://10.0.0.1:8000", "http://10.0.0.2:8000"], _applied[^1]);
    }

    [Fact]
    public async Task Look_ups_are_jittered_by_a_tenth()
    {
        _answers["a"] = () => ["10.0.0.1"];
        await StartAsync(new Random(7), Entry("a"));
        Assert.InRange(_time.NextDueS, 27, 33);
        Assert.NotEqual(30, _time.NextDueS);
    }

    [Fact]
    public void All_names_of_a_configuration_are_watched_with_their_roles()
    {
        var settings = new RouterSettings
        {
            Pools = new PoolsSection
            {
                Prefill = new PoolSection { Dns = [new DnsSection { Name = "p", Port = 1 }] },
                Decode = new PoolSection { Dns = [new DnsSection { Name = "d", Port = 2 }] },
            },
        };
        Assert.Equal([("p", WorkerRole.Prefill), ("d", WorkerRole.Decode)], DnsEntry.Of(settings).Select(e => (e.Section.Name, e.Role)));
    }

    private static DnsEntry Entry(string name, WorkerRole role = WorkerRole.Prefill) =>
        new(role, new DnsSection { Name = name, Port = 8000, RefreshS = 30 });

    private Task StartAsync(params DnsEntry[] entries) => StartAsync(new Middle(), entries);

    private async Task StartAsync(Random random, params DnsEntry[] entries)
    {
        var watcher = new DnsWatcher(entries, workers => _applied.Add([.. workers.Select(w => w.Id)]), this, _time, random);
        watcher.Failed += _failures.Add;
        watcher.LookedUp += entry => _lookedUp.Writer.TryWrite(entry);
        _running = watcher.RunAsync(_stop.Token);
        foreach (DnsEntry unused in entries)
        {
            await _lookedUp.Reader.ReadAsync();
        }
    }

    private async Task NextAsync(double seconds = 30)
    {
        _time.AdvanceSeconds(seconds);
        await _lookedUp.Reader.ReadAsync();
    }

    // No jitter: every period is what the configuration says.
    private sealed class Middle : Random
    {
        public override double NextDouble() => 0.5;
    }
}
