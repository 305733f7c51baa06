using System.Net;
using System.Net.Sockets;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Handoffs.Heartbeat;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Handoffs.Heartbeat;

public sealed class HeartbeatTests : IDisposable
{
    // A ROUTER's half of the handshake, byte for byte (rfc.zeromq.org/spec/23).
    private static readonly byte[] Greeting = [0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 1, .. "NULL"u8, .. new byte[48]];
    private static readonly byte[] Ready = [4, 28, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "ROUTER"u8];

    private readonly TcpListener _router = new(IPAddress.Loopback, 0);
    private readonly ManualTime _time = new();

    public HeartbeatTests() => _router.Start();

    public void Dispose() => _router.Dispose();

    [Fact]
    public async Task It_shakes_hands_as_a_dealer_and_beats_every_three_seconds()
    {
        byte[] message = [0x80];
        await using HeartbeatSender sender = HeartbeatSender.Start(Router, message, "1.2.3.4:5", _time);
        using Socket socket = await AcceptAsync();
        byte[] expected = [4, 47, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "DEALER"u8, 8, .. "Identity"u8, 0, 0, 0, 9, .. "1.2.3.4:5"u8];
        expected[1] = (byte)(expected.Length - 2);
        Assert.Equal(expected, await ReceiveAsync(socket, expected.Length));
        await socket.SendAsync(Ready, TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 0x80], await ReceiveAsync(socket, 3));
        for (int beat = 0; beat < 2; beat++)
        {
            _time.Advance(HeartbeatSender.Interval);
            Assert.Equal([0, 1, 0x80], await ReceiveAsync(socket, 3));
        }
    }

    [Fact]
    public async Task A_router_that_is_no_router_or_goes_is_tried_again_at_the_next_beat()
    {
        await using HeartbeatSender sender = HeartbeatSender.Start(Router, [0x80], "a:1", _time);
        using (Socket wrong = await _router.AcceptSocketAsync(TestContext.Current.CancellationToken))
        {
            await wrong.SendAsync(new byte[64], TestContext.Current.CancellationToken);
            Assert.Equal(Greeting[..10], (await ReceiveAsync(wrong, 64))[..10]);
            Assert.Equal(0, await wrong.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
        }

        _time.Advance(HeartbeatSender.Interval);
        using Socket again = await AcceptAsync();
        Assert.Equal(4, (await ReceiveAsync(again, 1))[0]);
    }

    [Fact]
    public async Task A_message_of_more_than_255_bytes_has_a_long_frame()
    {
        Task<ZmtpClient> connecting = ZmtpClient.ConnectAsync(Router, "", CancellationToken.None);
        using Socket socket = await AcceptAsync();
        await socket.SendAsync(Ready, TestContext.Current.CancellationToken);
        using ZmtpClient client = await connecting;
        await ReceiveAsync(socket, 2 + 28 + 8 + 1 + 4);
        await client.SendAsync(new byte[300], CancellationToken.None);
        Assert.Equal([2, 0, 0, 0, 0, 0, 0, 1, 44], (await ReceiveAsync(socket, 309))[..9]);
    }

    [Fact]
    public void The_message_is_a_map_of_what_the_engine_is()
    {
        var options = new HandoffOptions { Role = SimulatedRole.Prefill, Protocol = HandoffKind.P2pNccl };
        byte[] expected =
        [
            0x83, 0xA4, .. "type"u8, 0xA1, .. "P"u8, 0xAC, .. "http_address"u8, 0xA9, .. "1.2.3.4:5"u8, 0xAB, .. "zmq_address"u8, 0xD9, 32, .. "host-of-thirty-two-characters:99"u8,
        ];
        Assert.Equal(expected, HeartbeatMessage.For(options, "1.2.3.4:5", "host-of-thirty-two-characters:99"));
    }

    [Fact]
    public void Moriio_adds_its_sizes_and_its_mode()
    {
        var options = new HandoffOptions { Role = SimulatedRole.Decode, Protocol = HandoffKind.MoriioWrite, DpSize = 300 };
        byte[] tail = [0xA7, .. "dp_size"u8, 0xCD, 1, 44, 0xA7, .. "tp_size"u8, 1, 0xAD, .. "transfer_mode"u8, 0xA5, .. "WRITE"u8];
        byte[] message = HeartbeatMessage.For(options, "a:1", "b:2");
        Assert.Equal(0x86, message[0]);
        Assert.Equal(tail, message[^tail.Length..]);
    }

    [Fact]
    public async Task An_engine_told_to_register_does()
    {
        HandoffOptions options = Pair.Options(HandoffKind.P2pNccl, SimulatedRole.Decode) with { Register = Router.ToString() };
        await using SimulatedEngine engine = await SimulatedEngine.StartAsync(Engines.Fast with { Handoff = options }, _time, TestContext.Current.CancellationToken);
        using Socket socket = await AcceptAsync();
        await socket.SendAsync(Ready, TestContext.Current.CancellationToken);
        byte[] head = await ReceiveAsync(socket, 2);
        byte[] ready = await ReceiveAsync(socket, head[1]);
        Assert.True(ready.AsSpan().EndsWith(System.Text.Encoding.UTF8.GetBytes(engine.ChannelAddress!)));
        byte[] frame = await ReceiveAsync(socket, 2);
        Assert.Equal(HeartbeatMessage.For(options, engine.Url.Authority, engine.ChannelAddress!), await ReceiveAsync(socket, frame[1]));
    }

    private HostPort Router => new("127.0.0.1", ((IPEndPoint)_router.LocalEndpoint).Port);

    // The other side's greeting is read, ours is sent.
    private async Task<Socket> AcceptAsync()
    {
        Socket socket = await _router.AcceptSocketAsync(TestContext.Current.CancellationToken);
        byte[] greeting = await ReceiveAsync(socket, 64);
        Assert.Equal([0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 0, .. "NULL"u8, .. new byte[48]], greeting);
        await socket.SendAsync(Greeting, TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<byte[]> ReceiveAsync(Socket socket, int count)
    {
        byte[] buffer = new byte[count];
        for (int got = 0; got < count;)
        {
            int read = await socket.ReceiveAsync(buffer.AsMemory(got), TestContext.Current.CancellationToken);
            Assert.NotEqual(0, read);
            got += read;
        }

        return buffer;
    }
}
