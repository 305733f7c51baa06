using System.Net.Sockets;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Http;

public class HttpOriginTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_returned_connection_serves_the_next_request()
    {
        var wire = new ScriptedConnection();
        using HttpOrigin origin = Origin(null, wire);
        for (int i = 0; i < 3; i++)
        {
            HttpConnection http = await origin.RentAsync(default);
            Assert.Equal(i > 0, http.WasReused);
            wire.Push(Ok);
            await Client.ExchangeAsync(http);
            Assert.True(http.ReceivedAnyByte);
            origin.Return(http);
        }

        Assert.Equal(1, origin.ConnectionsOpened);
        Assert.Equal(2, origin.ConnectionsReused);
    }

    [Fact]
    public async Task The_newest_idle_connection_is_taken_first()
    {
        using HttpOrigin origin = Origin(null, new ScriptedConnection(), new ScriptedConnection());
        HttpConnection a = await origin.RentAsync(default);
        HttpConnection b = await origin.RentAsync(default);
        origin.Return(a);
        origin.Return(b);
        Assert.Same(b, await origin.RentAsync(default));
        Assert.Same(a, await origin.RentAsync(default));
    }

    [Fact]
    public async Task A_connection_that_went_stale_while_idle_is_closed_and_passed_over()
    {
        var stale = new ScriptedConnection();
        using HttpOrigin origin = Origin(null, stale, new ScriptedConnection());
        HttpConnection first = await origin.RentAsync(default);
        origin.Return(first);
        stale.End();
        HttpConnection second = await origin.RentAsync(default);
        Assert.NotSame(first, second);
        Assert.False(second.WasReused);
        Assert.True(stale.IsClosed);
    }

    [Fact]
    public async Task A_connection_that_was_idle_for_too_long_is_closed_and_passed_over()
    {
        var old = new ScriptedConnection();
        using HttpOrigin origin = Origin(new TransportOptions { IdleTimeout = TimeSpan.FromSeconds(3) }, old, new ScriptedConnection());
        HttpConnection first = await origin.RentAsync(default);
        origin.Return(first);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Same(first, await origin.RentAsync(default));
        origin.Return(first);
        _clock.Advance(TimeSpan.FromSeconds(3.1));
        Assert.NotSame(first, await origin.RentAsync(default));
        Assert.True(old.IsClosed);
    }

    [Fact]
    public async Task Idle_connections_are_closed_when_they_are_too_old_though_nobody_asks_for_one()
    {
        var old = new ScriptedConnection();
        var young = new ScriptedConnection();
        using HttpOrigin origin = Origin(new TransportOptions { IdleTimeout = TimeSpan.FromSeconds(3) }, old, young);
        HttpConnection a = await origin.RentAsync(default);
        HttpConnection b = await origin.RentAsync(default);
        origin.Return(a);
        _clock.Advance(TimeSpan.FromSeconds(2));
        origin.Return(b);
        _clock.Advance(TimeSpan.FromSeconds(2));
        origin.CloseIdle(_clock.NowNs);
        Assert.True(old.IsClosed);
        Assert.False(young.IsClosed);
        Assert.Equal(1, origin.IdleConnections);
    }

    [Fact]
    public async Task A_connection_that_cannot_be_reused_is_closed_on_return()
    {
        ScriptedConnection wire = new ScriptedConnection().Push("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        using HttpOrigin origin = Origin(null, wire);
        HttpConnection http = await origin.RentAsync(default);
        await Client.ExchangeAsync(http);
        origin.Return(http);
        Assert.True(wire.IsClosed);
        Assert.Throws<InvalidOperationException>(() => origin.Return(http));
    }

    [Fact]
    public async Task Abort_all_ends_pending_receives_and_later_sends()
    {
        var waiting = new ScriptedConnection();
        using HttpOrigin origin = Origin(null, waiting, new ScriptedConnection());
        HttpConnection receiving = await origin.RentAsync(default);
        HttpConnection unsent = await origin.RentAsync(default);
        await receiving.SendAsync(Client.Get);
        Task receive = receiving.ReceiveAsync(new RecordingHandler()).AsTask();
        origin.AbortAll();
        Assert.Equal(TransportError.Aborted, (await Assert.ThrowsAsync<TransportException>(() => receive)).Error);
        Assert.Equal(TransportError.Aborted, (await Assert.ThrowsAsync<TransportException>(async () => await unsent.SendAsync(Client.Get))).Error);
        Assert.False(receiving.CanReuse || unsent.CanReuse);
    }

    [Fact]
    public async Task A_disposed_origin_closes_what_comes_back_and_opens_nothing()
    {
        var idle = new ScriptedConnection();
        var rented = new ScriptedConnection();
        HttpOrigin origin = Origin(null, idle, rented, new ScriptedConnection());
        HttpConnection a = await origin.RentAsync(default);
        HttpConnection b = await origin.RentAsync(default);
        origin.Return(a);
        origin.Dispose();
        Assert.True(idle.IsClosed);
        origin.Return(b);
        Assert.True(rented.IsClosed);
        TransportException failure = await Assert.ThrowsAsync<TransportException>(async () => await origin.RentAsync(default));
        Assert.Equal(TransportError.Aborted, failure.Error);
        Assert.Equal(2, origin.ConnectionsOpened);
    }

    [Fact]
    public async Task A_reset_on_a_reused_connection_before_any_byte_can_be_told_apart()
    {
        var wire = new ScriptedConnection();
        using HttpOrigin origin = Origin(null, wire);
        HttpConnection http = await origin.RentAsync(default);
        wire.Push(Ok);
        await Client.ExchangeAsync(http);
        origin.Return(http);

        http = await origin.RentAsync(default);
        await http.SendAsync(Client.Get);
        wire.Fail(new SocketException((int)SocketError.ConnectionReset));
        TransportException failure = await Assert.ThrowsAsync<TransportException>(async () => await http.ReceiveAsync(new RecordingHandler()));
        Assert.Equal(TransportError.ConnectionReset, failure.Error);
        Assert.True(http.WasReused);
        Assert.False(http.ReceivedAnyByte);
        Assert.False(http.CanReuse);
    }

    [Fact]
    public async Task An_answer_that_came_before_the_send_broke_is_read()
    {
        ScriptedConnection wire = new ScriptedConnection().Push("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
        wire.SendFailure = new SocketException((int)SocketError.Shutdown);
        HttpConnection http = Client.Over(wire);
        Assert.Equal(413, (await Client.ExchangeAsync(http)).StatusCode);
        Assert.False(http.CanReuse);
    }

    [Theory]
    [InlineData(SocketError.Shutdown, TransportError.ConnectionReset)]
    [InlineData(SocketError.ConnectionReset, TransportError.ConnectionReset)]
    [InlineData(SocketError.NoBufferSpaceAvailable, TransportError.SendFailed)]
    public async Task A_send_that_breaks_without_an_answer_fails_as_a_send(SocketError code, TransportError error)
    {
        ScriptedConnection wire = new ScriptedConnection().End();
        wire.SendFailure = new SocketException((int)code);
        HttpConnection http = Client.Over(wire);
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => Client.ExchangeAsync(http));
        Assert.Equal(error, failure.Error);
        Assert.Contains("sending", failure.Message, StringComparison.Ordinal);
        Assert.False(http.CanReuse);
    }

    [Fact]
    public async Task Connect_times_are_kept()
    {
        _clock.Advance(TimeSpan.FromMicroseconds(5));
        using HttpOrigin origin = Origin(null, new ScriptedConnection());
        HttpConnection http = await origin.RentAsync(default);
        Assert.Equal(5_000, http.ConnectStartNs);
        Assert.Equal(5_000, http.ConnectedNs);
    }

    private HttpOrigin Origin(TransportOptions? options, params Connection[] connections) =>
        new(new ScriptedConnector(connections), options ?? TransportOptions.Default, _clock);
}
