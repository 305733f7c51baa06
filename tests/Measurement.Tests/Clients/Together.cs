using System.Net;
using System.Text.Json;
using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Clients.Starting;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Tests.Clients;

/// <summary>A coordinator and its clients in this process, over loopback.</summary>
internal sealed class Together : IDisposable
{
    public const string Token = "a token that the tests share";
    public const string Version = "0.1.0 (abc)";

    private readonly ClientListener _listener = new(new IPEndPoint(IPAddress.Loopback, 0), Token, MonotonicClock.Instance, TimeProvider.System);
    private readonly TemporaryFolder _temporary = new();
    private readonly BenchOptions _options;
    private readonly int _clients;

    public Together(BenchOptions options, int clients) => (_options, _clients) = (options, clients);

    public ClientListener Listener => _listener;

    public RecordingObserver Observer { get; init; } = new();

    public IReadOnlyList<JsonElement> Records => [.. File.ReadLines(_temporary.Of("records.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];

    public static async Task<ClientLink> ConnectAsync(ClientListener listener, int? rank, string version = Version, IMonotonicClock? clock = null) => await ClientLink.ConnectAsync(
        new ClientInvitation(ClientInvitation.Reachable(listener.Bound), Token, rank),
        new ClientIdentity(version, $"host-{rank}", 100 + (rank ?? 0), rank),
        TimeSpan.FromMilliseconds(10),
        clock ?? MonotonicClock.Instance,
        TimeProvider.System,
        TestContext.Current.CancellationToken);

    /// <summary>Runs the coordinator; the clients are the test's to run.</summary>
    public async Task<RunOutcome> CoordinateAsync(CancellationToken? cancellation = null)
    {
        using RunFolder folder = RunFolder.Open(_temporary.Path, overwrite: true);
        await using var start = new AwaitedClients("the test");
        var several = new CoordinatorOptions { Clients = _clients, Version = Version };
        return await new Coordinator(_options, several, Observer, MonotonicClock.Instance, TimeProvider.System)
            .ExecuteAsync(_listener, start, folder, cancellation ?? TestContext.Current.CancellationToken);
    }

    /// <summary>One client, as the command line makes one.</summary>
    /// <param name="rank">Which.</param>
    /// <param name="clock">Its machine's clock.</param>
    /// <param name="vanish">Breaks its connection off after so many requests, as a kill does.</param>
    /// <param name="reasons">What its own verdict says.</param>
    public async Task ClientAsync(int rank, IMonotonicClock? clock = null, int? vanish = null, params string[] reasons)
    {
        using ClientLink link = await ConnectAsync(_listener, rank, clock: clock);
        ClientSetup setup = await link.SetupAsync(TestContext.Current.CancellationToken);
        int lanes = _options.Arrivals is null ? _options.Concurrency!.Value : setup.Count;
        var share = new ClientShare(setup.Index, setup.Count, lanes);
        link.Ready([$"finding of {setup.Index}"]);
        BenchOptions own = _options with { Share = share, Concurrency = _options.Concurrency is { } all ? share.PartOf(all) : null };
        var observer = new RecordingObserver(snapshot =>
        {
            if (!snapshot.IsWarmup && snapshot.Done >= vanish)
            {
                link.Dispose();
            }
        });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken, link.Stopped);
        try
        {
            RunOutcome outcome = await new BenchRun(own, observer, clock ?? MonotonicClock.Instance).ExecuteAsync(link, end.Token);
            if (vanish is null)
            {
                link.Done(Reports.Of(true, reasons) with { Observer = outcome.Observer, Arrivals = outcome.Arrivals, TargetLost = outcome.Measured!.TargetLost });
                await link.ByeAsync();
            }
        }
        catch (OperationCanceledException) when (link.Stopped.IsCancellationRequested)
        {
            await link.ByeAsync();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _temporary.Dispose();
    }
}

/// <summary>The clock of another machine: it stands somewhere else, and runs as fast.</summary>
internal sealed class ShiftedClock(long byNs) : IMonotonicClock
{
    public long NowNs => MonotonicClock.Instance.NowNs + byNs;
}
