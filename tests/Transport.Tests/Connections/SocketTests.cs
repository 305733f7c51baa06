using System.Net;
using System.Net.Sockets;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Loops;
using LoadGen.Transport.Tests.Support;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Tests.Connections;

public class SocketTests : LoopTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

    [Theory]
    [InlineData(60)]
    [InlineData(10_000_000)]
    public async Task A_connect_limit_beyond_what_timers_can_do_is_none(int days)
    {
        await Loop.SwitchTo();
        await using LoopbackServer server = LoopbackServer.Answering("");
        var options = new TransportOptions { ConnectTimeout = TimeSpan.FromDays(days) };
        using Connection connection = await new SocketConnector(await server.TargetAsync(), options, Loop).ConnectAsync(default);
        Assert.False(connection.IsStale);
    }

    [Fact]
    public async Task One_connection_serves_many_requests()
    {
        await Loop.SwitchTo();
        await using LoopbackServer server = LoopbackServer.Answering(Ok);
        using HttpOrigin origin = await OriginAsync(server);
        long last = MonotonicClock.Instance.NowNs;
        for (int i = 0; i < 20; i++)
        {
            HttpConnection http = await origin.RentAsync(default);
            RecordingHandler read = await Client.ExchangeAsync(http);
            Assert.Equal("hello", read.Body);
            Assert.True(read.Stamps[0] > last);
            last = read.Stamps[^1];
            origin.Return(http);
        }

        Assert.Equal(1, origin.ConnectionsOpened);
        Assert.Equal(19, origin.ConnectionsReused);
    }

    [Fact]
    public async Task IPv6_literals_are_dialled_and_named_in_brackets()
    {
        await Loop.SwitchTo();
        await using LoopbackServer server = LoopbackServer.Answering(Ok, address: IPAddress.IPv6Loopback);
        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri($"http://[::1]:{server.Port}/v1"));
        Assert.Equal($"[::1]:{server.Port}", target.HostHeader);
        using HttpOrigin origin = Origin(target);
        Assert.Equal("hello", (await Client.ExchangeAsync(await origin.RentAsync(default))).Body);
    }

    [Fact]
    public async Task A_closed_port_is_refused_by_name()
    {
        await Loop.SwitchTo();
        int port = FreePort();
        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri($"http://engine.test:{port}"), new FixedResolver(IPAddress.Loopback));
        TransportException failure = await ConnectFailureAsync(new SocketConnector(target, TransportOptions.Default, Loop));
        Assert.Equal(TransportError.ConnectRefused, failure.Error);
        Assert.Equal($"connection refused by engine.test:{port} (127.0.0.1): nothing listens there", failure.Message);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_refuses()
    {
        await Loop.SwitchTo();
        await using LoopbackServer server = LoopbackServer.Answering(Ok);

        // 127.0.0.2 is this host too, and nothing listens on the port there.
        PinnedTarget target = await PinnedTarget.ResolveAsync(
            new Uri($"http://engine.test:{server.Port}"), new FixedResolver(IPAddress.Parse("127.0.0.2"), IPAddress.Loopback));
        using HttpOrigin origin = Origin(target);
        Assert.Equal("hello", (await Client.ExchangeAsync(await origin.RentAsync(default))).Body);
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_given_up_at_the_connect_limit()
    {
        var time = new ManualTime();
        var dialled = new List<string>();
        PinnedTarget target = await PinnedTarget.ResolveAsync(
            new Uri("http://engine.test"), new FixedResolver(IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2")));
        var connector = new SocketConnector(target, TransportOptions.Default, Loop, SwallowAsync, time);
        Task<Connection> connect = connector.ConnectAsync(default).AsTask();

        // The first of two addresses gets half of the ten seconds.
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(["192.0.2.1"], dialled);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(["192.0.2.1", "192.0.2.2"], dialled);
        Assert.False(connect.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => connect);
        Assert.Equal(TransportError.ConnectTimeout, failure.Error);
        Assert.Contains("engine.test:80 (192.0.2.1, 192.0.2.2) was not established within 10 s", failure.Message, StringComparison.Ordinal);

        ValueTask<LoopSocket> SwallowAsync(IPAddress address, int port, CancellationToken cancellation)
        {
            dialled.Add(address.ToString());
            var never = new TaskCompletionSource<LoopSocket>();
            cancellation.Register(() => never.SetCanceled(cancellation));
            return new(never.Task);
        }
    }

    [Fact]
    public async Task A_cancelled_connect_is_an_abort()
    {
        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri("http://192.0.2.1"));
        var connector = new SocketConnector(
            target, TransportOptions.Default, Loop, (_, _, c) => ValueTask.FromCanceled<LoopSocket>(c), new ManualTime());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        TransportException failure = await Assert.ThrowsAsync<TransportException>(async () => await connector.ConnectAsync(cancelled.Token));
        Assert.Equal(TransportError.Aborted, failure.Error);
    }

    [Theory]
    [InlineData(SocketError.AddressNotAvailable, TransportError.ConnectFailed, "ip_local_port_range")]
    [InlineData(SocketError.TooManyOpenSockets, TransportError.ConnectFailed, "ulimit -n")]
    [InlineData(SocketError.NetworkUnreachable, TransportError.ConnectFailed, "no route")]
    [InlineData(SocketError.TimedOut, TransportError.ConnectTimeout, "no answer")]
    [InlineData(SocketError.AccessDenied, TransportError.ConnectFailed, "192.0.2.1:80")]
    public async Task What_keeps_a_connection_from_being_established_is_told_apart(SocketError code, TransportError error, string words)
    {
        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri("http://192.0.2.1"));
        TransportException failure = await ConnectFailureAsync(new SocketConnector(
            target, TransportOptions.Default, Loop, (_, _, _) => throw new SocketException((int)code), TimeProvider.System));
        Assert.Equal(error, failure.Error);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_gone_in_the_middle_of_a_chunk_is_a_closed_connection()
    {
        await Loop.SwitchTo();
        await using var server = new LoopbackServer(async peer =>
        {
            await peer.ReadRequestAsync();
            await peer.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
        });
        TransportException failure = await ExchangeFailureAsync(server);
        Assert.Equal(TransportError.ConnectionClosed, failure.Error);
    }

    [Fact]
    public async Task A_reset_is_told_apart_from_a_close()
    {
        await Loop.SwitchTo();
        await using var server = new LoopbackServer(async peer =>
        {
            await peer.ReadRequestAsync();
            peer.Reset();
        });
        TransportException failure = await ExchangeFailureAsync(server);
        Assert.Equal(TransportError.ConnectionReset, failure.Error);
        Assert.Contains($"127.0.0.1:{server.Port}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_closed_by_the_server_while_idle_is_not_used_again()
    {
        await Loop.SwitchTo();
        var closed = new TaskCompletionSource();
        await using var server = new LoopbackServer(async peer =>
        {
            await peer.ReadRequestAsync();
            await peer.WriteAsync(Ok);
            await closed.Task;
        });
        using HttpOrigin origin = await OriginAsync(server);
        HttpConnection first = await origin.RentAsync(default);
        await Client.ExchangeAsync(first);
        Assert.True(first.CanReuse);
        closed.SetResult();
        Assert.True(SpinWait.SpinUntil(() => first.IsStale, TimeSpan.FromSeconds(10)));
        origin.Return(first);
        HttpConnection second = await origin.RentAsync(default);
        Assert.False(second.WasReused);
        Assert.Equal("hello", (await Client.ExchangeAsync(second)).Body);
    }

    [Fact]
    public async Task An_abort_ends_a_pending_receive()
    {
        await Loop.SwitchTo();
        await using var server = new LoopbackServer(peer => peer.ReadAllOfAsync(long.MaxValue));
        using HttpOrigin origin = await OriginAsync(server);
        HttpConnection http = await origin.RentAsync(default);
        await http.SendAsync(Client.Get);
        Task receive = http.ReceiveAsync(new RecordingHandler()).AsTask();
        http.Abort();
        http.Abort();
        Assert.Equal(TransportError.Aborted, (await Assert.ThrowsAsync<TransportException>(() => receive)).Error);
        origin.Return(http);
        Assert.Equal(TransportError.Aborted, (await Assert.ThrowsAsync<TransportException>(async () => await http.SendAsync(Client.Get))).Error);
    }

    [Fact]
    public async Task A_stall_on_a_real_socket_ends_with_the_sweep()
    {
        await Loop.SwitchTo();
        var clock = new ManualClock(MonotonicClock.Instance.NowNs);
        await using var server = new LoopbackServer(async peer =>
        {
            await peer.ReadRequestAsync();
            await peer.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhel");
            await peer.ReadRequestAsync();
        });
        var options = new TransportOptions { StallTimeout = TimeSpan.FromSeconds(5) };
        using var origin = new HttpOrigin(new SocketConnector(await server.TargetAsync(), options, Loop), options, clock);
        HttpConnection http = await origin.RentAsync(default);
        var arrived = new TaskCompletionSource();
        await http.SendAsync(Client.Get);
        Task receive = http.ReceiveAsync(new RecordingHandler { OnPiece = () => arrived.TrySetResult() }).AsTask();
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(6));
        origin.SweepDeadlines(clock.NowNs);
        Assert.Equal(TransportError.StallTimeout, (await Assert.ThrowsAsync<TransportException>(() => receive)).Error);
    }

    [Fact]
    public async Task A_large_request_is_sent_whole_though_the_server_reads_late()
    {
        await Loop.SwitchTo();
        byte[] request = new byte[8_000_000];
        request.AsSpan().Fill((byte)'x');
        "\r\n\r\n"u8.CopyTo(request.AsSpan(request.Length - 4));
        long received = 0;
        await using var server = new LoopbackServer(async peer =>
        {
            received = await peer.ReadAllOfAsync(request.Length);
            await peer.WriteAsync(Ok);
        });
        using HttpOrigin origin = await OriginAsync(server);
        Assert.Equal("hello", (await Client.ExchangeAsync(await origin.RentAsync(default), request)).Body);
        Assert.Equal(request.Length, received);
    }

    private async Task<HttpOrigin> OriginAsync(LoopbackServer server) => Origin(await server.TargetAsync());

    private async Task<TransportException> ExchangeFailureAsync(LoopbackServer server)
    {
        using HttpOrigin origin = await OriginAsync(server);
        HttpConnection http = await origin.RentAsync(default);
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => Client.ExchangeAsync(http));
        origin.Return(http);
        return failure;
    }

    private static async Task<TransportException> ConnectFailureAsync(SocketConnector connector) =>
        await Assert.ThrowsAsync<TransportException>(async () => await connector.ConnectAsync(default));

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
