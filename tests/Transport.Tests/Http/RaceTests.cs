using LoadGen.Transport.Http;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Http;

/// <summary>Abort and completion at the same moment, many times over: one of the two wins, and nothing else comes out.</summary>
public class RaceTests
{
    [Fact]
    public async Task An_abort_beside_the_last_byte_gives_a_response_or_an_abort()
    {
        int responses = 0, aborts = 0;
        for (int i = 0; i < 3_000; i++)
        {
            var wire = new ScriptedConnection();
            HttpConnection http = Client.Over(wire);
            var handler = new RecordingHandler();
            await http.SendAsync(Client.Get);
            Task receive = http.ReceiveAsync(handler).AsTask();
            using var start = new Barrier(2);
            Task push = Task.Run(() =>
            {
                start.SignalAndWait();
                wire.Push("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            });
            start.SignalAndWait();
            http.Abort();
            try
            {
                await receive;
                Assert.True(handler.HasEnded);
                responses++;
            }
            catch (TransportException e)
            {
                Assert.Equal(TransportError.Aborted, e.Error);
                aborts++;
            }

            await push;
            Assert.False(http.CanReuse);
            http.Dispose();
        }

        Assert.Equal(3_000, responses + aborts);
    }

    [Fact]
    public void A_late_sweep_never_ends_the_next_request()
    {
        var state = default(RequestState);
        Assert.True(state.TryBegin());
        Assert.True(state.TrySnapshot(out long first));
        Assert.True(state.TryFinish());
        Assert.True(state.TryBegin());
        Assert.False(state.TryExpire(first, TransportError.StallTimeout));
        Assert.Null(state.Reason);
        Assert.True(state.TrySnapshot(out long second));
        Assert.True(state.TryExpire(second, TransportError.StallTimeout));
        Assert.Equal(TransportError.StallTimeout, state.Reason);
        Assert.False(state.TryFinish());
        Assert.False(state.TryEnd(TransportError.Aborted));
        Assert.False(state.TryBegin());
        Assert.Equal(TransportError.StallTimeout, state.Reason);
    }

    [Fact]
    public async Task Disposing_beside_a_pending_receive_ends_it_and_frees_once()
    {
        var wire = new ScriptedConnection();
        HttpConnection http = Client.Over(wire);
        await http.SendAsync(Client.Get);
        Task receive = http.ReceiveAsync(new RecordingHandler()).AsTask();
        http.Dispose();
        http.Dispose();
        Assert.Equal(TransportError.Aborted, (await Assert.ThrowsAsync<TransportException>(() => receive)).Error);
        Assert.Equal(TransportError.Aborted, (await Assert.ThrowsAsync<TransportException>(async () => await wire.ReadAsync())).Error);
    }

    [Fact]
    public async Task An_abort_from_within_the_handler_ends_the_response_there()
    {
        var wire = new ScriptedConnection();
        HttpConnection http = Client.Over(wire);
        var handler = new RecordingHandler { OnPiece = http.Abort };
        await http.SendAsync(Client.Get);
        Task receive = http.ReceiveAsync(handler).AsTask();
        wire.Push("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
        Assert.Equal(TransportError.Aborted, (await Assert.ThrowsAsync<TransportException>(() => receive)).Error);
        Assert.Equal("hel", handler.Body);
    }
}
