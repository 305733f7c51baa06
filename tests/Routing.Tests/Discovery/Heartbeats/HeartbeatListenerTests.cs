using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using LoadGen.Routing.Discovery.Heartbeats;
using LoadGen.Routing.Settings;
using LoadGen.Routing.Tests.Discovery.Zmtp;

namespace LoadGen.Routing.Tests.Discovery.Heartbeats;

public sealed class HeartbeatListenerTests : IAsyncDisposable
{
    private static readonly int HelloLength = Wire.Greeting.Length + Wire.Ready("ROUTER").Length;

    private readonly ManualTime _time = new();
    private readonly Channel<string[]> _applied = Channel.CreateUnbounded<string[]>();
    private readonly Channel<HeartbeatRefusal> _refused = Channel.CreateUnbounded<HeartbeatRefusal>();
    private readonly List<Socket> _peers = [];
    private HeartbeatListener _listener;

    public HeartbeatListenerTests() => _listener = Start(new HeartbeatOptions { Endpoint = new IPEndPoint(IPAddress.Loopback, 0) });

    public async ValueTask DisposeAsync()
    {
        _peers.ForEach(peer => peer.Dispose());
        await _listener.DisposeAsync();
    }

    [Fact]
    public async Task A_worker_that_registers_is_in_the_fleet_until_it_falls_silent()
    {
        Socket peer = Connect();
        await SendAsync(peer, [.. Wire.Hello(identity: "10.0.0.1:21001"), .. Wire.Message(Packed.P2pNccl())]);
        Assert.Equal(["http://10.0.0.1:8000"], await AppliedAsync());
        _time.AdvanceSeconds(4.9);
        Assert.Equal(1, _listener.WorkerCount);
        _time.AdvanceSeconds(1);
        Assert.Empty(await AppliedAsync());
        Assert.Equal(0, _listener.WorkerCount);
    }

    [Fact]
    public async Task A_heartbeat_keeps_a_worker_and_tells_the_fleet_nothing_new()
    {
        Socket peer = Connect();
        await SendAsync(peer, [.. Wire.Hello(), .. Wire.Message(Packed.P2pNccl())]);
        await AppliedAsync();
        for (int i = 0; i < 5; i++)
        {
            _time.AdvanceSeconds(3);
            await SendAsync(peer, Wire.Message(Packed.P2pNccl()));
            await PongAsync(peer, (byte)i);
        }

        Assert.False(_applied.Reader.TryRead(out _));
        Assert.Equal(1, _listener.WorkerCount);
    }

    [Fact]
    public async Task A_worker_that_changes_its_address_replaces_itself()
    {
        Socket peer = Connect();
        await SendAsync(peer, [.. Wire.Hello("REQ"), .. Wire.Part([]), .. Wire.Message(Packed.P2pNccl())]);
        await AppliedAsync();
        await SendAsync(peer, Wire.Message(Packed.P2pNccl(type: "D", http: "10.0.0.2:8000")));
        Assert.Equal(["http://10.0.0.1:8000", "http://10.0.0.2:8000"], await AppliedAsync());
        await SendAsync(peer, Wire.Message(Packed.P2pNccl(zmq: "10.0.0.1:9")));
        Assert.Equal(2, (await AppliedAsync()).Length);
    }

    [Fact]
    public async Task It_greets_as_a_ROUTER_socket_and_answers_PING()
    {
        Socket peer = Connect();
        await SendAsync(peer, Wire.Hello());
        byte[] hello = await ReceiveAsync(peer, HelloLength);
        Assert.Equal([0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 0, .. "NULL"u8, .. new byte[16], .. new byte[32]], hello[..64]);
        Assert.Equal(Wire.Ready("ROUTER"), hello[64..]);
        await SendAsync(peer, Wire.Command("PING", [0, 1, 9]));
        Assert.Equal([0x04, 6, 4, .. "PONG"u8, 9], await ReceiveAsync(peer, 8));
    }

    [Fact]
    public async Task A_registration_may_come_byte_by_byte()
    {
        Socket peer = Connect();
        foreach (byte one in (byte[])[.. Wire.Hello(), .. Wire.Message(Packed.P2pNccl())])
        {
            await SendAsync(peer, [one]);
        }

        Assert.Equal(["http://10.0.0.1:8000"], await AppliedAsync());
    }

    [Fact]
    public async Task Bad_peers_are_closed_and_harm_no_other()
    {
        Socket good = Connect();
        await SendAsync(good, [.. Wire.Hello(), .. Wire.Message(Packed.P2pNccl())]);
        await AppliedAsync();
        Socket[] bad = [Connect(), Connect(), Connect()];
        await SendAsync(bad[0], "GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        await SendAsync(bad[1], [.. Wire.Hello(), 0x02, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        await SendAsync(bad[2], [.. Wire.Greeting, .. Wire.Ready("PUB")]);
        foreach (Socket peer in bad)
        {
            await ClosedAsync(peer);
            Assert.Contains("the connection is closed", (await _refused.Reader.ReadAsync()).Reason, StringComparison.Ordinal);
        }

        await SendAsync(good, Wire.Message(Packed.P2pNccl(http: "10.0.0.2:8000")));
        Assert.Equal(2, (await AppliedAsync()).Length);
    }

    [Fact]
    public async Task A_bad_registration_is_said_once_and_the_connection_stays()
    {
        Socket peer = Connect();
        await SendAsync(peer, [.. Wire.Hello(), .. Wire.Message([1]), .. Wire.Message([1]), .. Wire.Message(Packed.MoRIIo())]);
        Assert.Contains("not a msgpack map", (await _refused.Reader.ReadAsync()).Reason, StringComparison.Ordinal);
        Assert.Contains("its transfer_mode is READ, and the router's protocol needs none", (await _refused.Reader.ReadAsync()).Reason, StringComparison.Ordinal);
        await SendAsync(peer, Wire.Message(Packed.P2pNccl()));
        Assert.Single(await AppliedAsync());
    }

    [Fact]
    public async Task A_peer_that_does_not_finish_its_handshake_is_closed()
    {
        Socket peer = Connect();
        await SendAsync(peer, Wire.Greeting[..20]);
        await ReceiveAsync(peer, HelloLength);
        _time.AdvanceSeconds(11);
        await ClosedAsync(peer);
    }

    [Fact]
    public async Task A_peer_that_says_nothing_for_long_is_closed()
    {
        Socket peer = Connect();
        await SendAsync(peer, Wire.Hello());
        await ReceiveAsync(peer, HelloLength);
        await PongAsync(peer, 1);
        _time.AdvanceSeconds(61);
        await ClosedAsync(peer);
    }

    [Fact]
    public async Task Connections_and_workers_have_a_limit()
    {
        await _listener.DisposeAsync();
        _listener = Start(new HeartbeatOptions { Endpoint = new IPEndPoint(IPAddress.Loopback, 0), ConnectionsMax = 1, WorkersMax = 1 });
        Socket first = Connect();
        await SendAsync(first, [.. Wire.Hello(), .. Wire.Message(Packed.P2pNccl()), .. Wire.Message(Packed.P2pNccl(http: "10.0.0.2:1"))]);
        Assert.Single(await AppliedAsync());
        Assert.Contains("1 workers are registered already", (await _refused.Reader.ReadAsync()).Reason, StringComparison.Ordinal);
        await ClosedAsync(Connect());
        Assert.Contains("1 are open already", (await _refused.Reader.ReadAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_options_follow_the_settings()
    {
        HeartbeatOptions options = HeartbeatOptions.Of(new HeartbeatSection { Listen = "[::1]:30001", TtlS = 9 }, "moriio-write");
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 30_001), options.Endpoint);
        Assert.Equal(TimeSpan.FromSeconds(9), options.Ttl);
        Assert.Equal(TimeSpan.FromSeconds(90), options.SilenceTimeout);
        Assert.Equal("WRITE", options.TransferMode);
    }

    private static async Task SendAsync(Socket peer, byte[] bytes) => Assert.Equal(bytes.Length, await peer.SendAsync(bytes));

    private static async Task<byte[]> ReceiveAsync(Socket peer, int length)
    {
        byte[] bytes = new byte[length];
        for (int read = 0; read < length;)
        {
            int more = await peer.ReceiveAsync(bytes.AsMemory(read));
            Assert.NotEqual(0, more);
            read += more;
        }

        return bytes;
    }

    // Reads to the end; a reset is an end too: the listener may close while bytes of ours are unread.
    private static async Task ClosedAsync(Socket peer)
    {
        byte[] bytes = new byte[256];
        Exception? e = await Record.ExceptionAsync(async () =>
        {
            while (await peer.ReceiveAsync(bytes) > 0)
            {
            }
        });
        Assert.True(e is null or SocketException, e?.ToString());
    }

    private HeartbeatListener Start(HeartbeatOptions options)
    {
        var listener = new HeartbeatListener(options, workers => _applied.Writer.TryWrite([.. workers.Select(w => w.Id)]), _time);
        listener.Refused += refusal => _refused.Writer.TryWrite(refusal);
        listener.Start();
        return listener;
    }

    private Socket Connect()
    {
        var peer = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _peers.Add(peer);
        peer.Connect(_listener.Endpoint);
        return peer;
    }

    private async Task<string[]> AppliedAsync() => await _applied.Reader.ReadAsync();

    // The answer to a PING says that all before it has been handled.
    private static async Task PongAsync(Socket peer, byte mark)
    {
        await SendAsync(peer, Wire.Command("PING", [0, 1, mark]));
        byte[] one = new byte[1];
        var seen = new List<byte>();
        byte[] pong = [.. "PONG"u8, mark];
        while (seen.Count < pong.Length || !seen.TakeLast(pong.Length).SequenceEqual(pong))
        {
            Assert.Equal(1, await peer.ReceiveAsync(one));
            seen.Add(one[0]);
        }
    }
}
