using System.Net;
using System.Net.Sockets;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Health;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Workers;
using LoadGen.Transport;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Loops;
using LoadGen.Transport.Timing;

namespace LoadGen.Routing.Tests.Pairs;

public sealed class LegClientsTests : IDisposable
{
    private readonly EventLoop _loop = EventLoop.Start(0, LoopOptions.Default, MonotonicClock.Instance);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly LegClients _clients;
    private readonly Worker _worker;

    public LegClientsTests()
    {
        _listener.Start();
        _clients = new LegClients(_loop, () => new TransportOptions());
        var url = new Uri($"http://{_listener.LocalEndpoint}");
        var settings = new WorkerSettings { Url = url, Role = WorkerRole.Decode, Peer = new HandoffPeer { Host = url.Host, Port = url.Port } };
        _worker = new Worker(settings, 1, new CircuitBreaker(BreakerSettings.Default, new BreakerTimer(TimeProvider.System, 0)));
    }

    public void Dispose()
    {
        _loop.Invoke(_clients.Dispose);
        _loop.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public Task A_connection_may_open_after_its_workers_address_was_forgotten() => _loop.RunAsync(async () =>
    {
        LegClients.Origin origin = await _clients.EnterAsync(_worker, CancellationToken.None);
        _clients.Forget(_worker);
        await TicksAsync(3);

        HttpConnection connection = await origin.Http.RentAsync(CancellationToken.None);
        origin.Http.Return(connection);
        LegClients.Leave(origin);
        Assert.Equal(0, origin.Users);
    });

    [Fact]
    public Task What_nobody_uses_any_more_is_closed() => _loop.RunAsync(async () =>
    {
        LegClients.Origin first = await _clients.EnterAsync(_worker, CancellationToken.None);
        LegClients.Origin same = await _clients.EnterAsync(_worker, CancellationToken.None);
        Assert.Same(first, same);
        _clients.Forget(_worker);
        LegClients.Leave(first);
        LegClients.Leave(same);
        await TicksAsync(3);

        TransportException closed = await Assert.ThrowsAsync<TransportException>(async () => await first.Http.RentAsync(CancellationToken.None));
        Assert.Equal(TransportError.Aborted, closed.Error);
    });

    [Fact]
    public void A_connection_that_is_closed_under_a_leg_is_a_failure_that_the_client_hears_of()
    {
        var result = LegResult.Of(new TransportException(TransportError.Aborted, "the request was stopped by this side"), 0);

        // What the router itself cancels is told to nobody: its client has been answered, or has gone.
        Assert.Equal(LegOutcome.Broken, result.Outcome);
    }

    private async Task TicksAsync(int count)
    {
        var watch = new Counter(count);
        LinkedListNode<ILegOwner> node = _clients.Watch(watch);
        await watch.Over;
        _clients.Unwatch(node);
    }

    private sealed class Counter(int count) : ILegOwner
    {
        private readonly TaskCompletionSource _over = new();
        private int _left = count;

        public Task Over => _over.Task;

        public void OnTick(long nowNs)
        {
            if (--_left == 0)
            {
                _over.SetResult();
            }
        }
    }
}
