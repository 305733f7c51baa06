using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Http;

/// <summary>What a proxy asks of the client: requests in pieces, a leave that is only half a close, and a reader that cannot keep up.</summary>
public class GateTests : LoopTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Fact]
    public async Task A_request_in_pieces_arrives_as_one()
    {
        var wire = new ScriptedConnection();
        HttpConnection http = Client.Over(wire);
        wire.Push(Ok);
        await http.SendAsync(Wire.Bytes("POST / HTTP/1.1\r\n\r\n{"), [Wire.Bytes("\"a\":1"), default, Wire.Bytes("}")]);
        await http.ReceiveAsync(new RecordingHandler());
        Assert.Equal("POST / HTTP/1.1\r\n\r\n{\"a\":1}", Wire.Text([.. wire.Sent.SelectMany(s => s)]));
    }

    [Fact]
    public async Task After_the_end_of_sending_an_answer_that_was_on_its_way_still_comes()
    {
        await using var server = new LoopbackServer(async peer =>
        {
            await peer.ReadRequestAsync();
            Assert.False(await peer.ReadRequestAsync());
            await peer.WriteAsync(Ok);
        });
        PinnedTarget target = await server.TargetAsync();
        await Loop.SwitchTo();
        using HttpOrigin origin = Origin(target);
        HttpConnection http = await origin.RentAsync(default);
        await http.SendAsync(Client.Get);
        http.EndSend();
        var handler = new RecordingHandler();
        await http.ReceiveAsync(handler);
        Assert.Equal("ok", handler.Body);
        Assert.False(http.CanReuse);
        origin.Return(http);
    }

    [Fact]
    public async Task While_the_gate_is_closed_nothing_more_is_read_and_no_limit_runs()
    {
        var clock = new ManualClock();
        var options = new TransportOptions { StallTimeout = TimeSpan.FromSeconds(1) };
        var wire = new ScriptedConnection(clock);
        using var origin = new HttpOrigin(new ScriptedConnector(wire), options, clock);
        HttpConnection http = await origin.RentAsync(default);
        await http.SendAsync(Client.Get);
        var gate = new Gate();
        Task receiving = http.ReceiveAsync(gate).AsTask();
        wire.Push("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
        Assert.False(wire.IsReceiving);
        clock.Advance(TimeSpan.FromHours(1));
        origin.SweepDeadlines(clock.NowNs);
        gate.Open();
        wire.Push("cd");
        await receiving;
        Assert.Equal(["ab", "cd"], gate.Pieces);
    }

    [Fact]
    public async Task After_the_pause_the_stall_limit_counts_from_its_end()
    {
        var clock = new ManualClock();
        var options = new TransportOptions { StallTimeout = TimeSpan.FromSeconds(1) };
        var wire = new ScriptedConnection(clock);
        using var origin = new HttpOrigin(new ScriptedConnector(wire), options, clock);
        HttpConnection http = await origin.RentAsync(default);
        await http.SendAsync(Client.Get);
        var gate = new Gate();
        Task receiving = http.ReceiveAsync(gate).AsTask();
        wire.Push("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
        clock.Advance(TimeSpan.FromHours(1));
        gate.Open();
        origin.SweepDeadlines(clock.NowNs);
        Assert.False(receiving.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        origin.SweepDeadlines(clock.NowNs);
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => receiving);
        Assert.Equal(TransportError.StallTimeout, failure.Error);
    }

    // Bytes that nobody reads stay with the kernel, and fill the server's buffer in turn.
    [Fact]
    public async Task A_closed_gate_slows_the_server_down()
    {
        const long bytes = 64L << 20;
        long written = 0;
        await using var server = new LoopbackServer(async peer =>
        {
            await peer.ReadRequestAsync();
            await peer.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {bytes}\r\n\r\n");
            string piece = new('x', 1 << 20);
            for (long sent = 0; sent < bytes; sent += piece.Length)
            {
                await peer.WriteAsync(piece);
                Interlocked.Add(ref written, piece.Length);
            }
        });
        PinnedTarget target = await server.TargetAsync();
        await Loop.SwitchTo();
        using HttpOrigin origin = Origin(target);
        HttpConnection http = await origin.RentAsync(default);
        await http.SendAsync(Client.Get);
        var gate = new Gate { KeepsPieces = false };
        Task receiving = http.ReceiveAsync(gate).AsTask();
        await gate.FirstClosed;

        // Until the server gets no further: the connection takes what fits into two kernel buffers, and no more.
        long before;
        do
        {
            before = Interlocked.Read(ref written);
            for (int i = 0; i < 20_000; i++)
            {
                await Loop.Yield();
            }
        }
        while (Interlocked.Read(ref written) != before);
        Assert.True(before < bytes, $"the server wrote all of {bytes} bytes though nobody read them");
        gate.Open();
        await receiving;
        Assert.Equal(bytes, gate.Bytes);
        origin.Return(http);
    }

    private sealed class Gate : IResponseGate
    {
        private readonly TaskCompletionSource _opened = new();
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _isOpen;

        public bool IsClosed => !_isOpen && Bytes > 0;

        public List<string> Pieces { get; } = [];

        public bool KeepsPieces { get; init; } = true;

        public long Bytes { get; private set; }

        public Task FirstClosed => _closed.Task;

        public ValueTask WaitAsync()
        {
            _closed.TrySetResult();
            return new(_opened.Task);
        }

        public void Open()
        {
            _isOpen = true;
            _opened.TrySetResult();
        }

        public void OnHead(in HttpResponseHead head, long stampNs) => Assert.Equal(200, head.StatusCode);

        public void OnBody(ReadOnlySpan<byte> bytes, long stampNs)
        {
            Bytes += bytes.Length;
            if (KeepsPieces)
            {
                Pieces.Add(Wire.Text(bytes));
            }
        }

        public void OnEnd(long stampNs)
        {
        }
    }
}
