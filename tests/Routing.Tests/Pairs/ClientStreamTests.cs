using System.IO.Pipelines;
using System.Text;
using LoadGen.Routing.Pairs;
using LoadGen.Serving;
using LoadGen.Transport.Loops;
using LoadGen.Transport.Timing;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Tests.Pairs;

public sealed class ClientStreamTests : IDisposable
{
    private readonly EventLoop _loop = EventLoop.Start(0, LoopOptions.Default, MonotonicClock.Instance);
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 32, resumeWriterThreshold: 16));
    private readonly DefaultHttpContext _http = new();
    private readonly ClientStream _client;

    public ClientStreamTests()
    {
        _http.Features.Set(new ConnectionOutput(null, _pipe.Writer));
        _client = new ClientStream(_http, _loop, new FrameWriter());
    }

    [Fact]
    public void A_simulated_engine_is_told_of_and_another_is_not()
    {
        _client.TellSimulated(null);
        Assert.False(_http.Response.Headers.ContainsKey("x-simulated"));
        _client.TellSimulated("roofline; sku=h200");
        Assert.Equal("roofline; sku=h200", _http.Response.Headers["x-simulated"].ToString());
    }

    [Fact(Timeout = 30_000)]
    public async Task What_comes_while_the_client_is_full_follows_in_order_when_it_reads()
    {
        await _loop.RunAsync(() =>
        {
            _client.Start(200, "text/event-stream");
            _client.Send(Encoding.ASCII.GetBytes(new string('a', 40)));
            Assert.True(_client.IsFull);
            _client.Send("b"u8);
            _client.Send(Encoding.ASCII.GetBytes(new string('c', 40)));
            _client.End();
            Assert.True(_client.IsFull);
            return Task.CompletedTask;
        });

        Task drained = _loop.RunAsync(async () =>
        {
            while (_client.IsFull)
            {
                await _client.WaitAsync();
            }
        });
        string text = "";
        while (!text.EndsWith("0\r\n\r\n", StringComparison.Ordinal))
        {
            ReadResult read = await _pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
            text += Encoding.ASCII.GetString(read.Buffer);
            _pipe.Reader.AdvanceTo(read.Buffer.End);
        }

        await drained;
        Assert.Equal($"28\r\n{new string('a', 40)}\r\n1\r\nb\r\n28\r\n{new string('c', 40)}\r\n0\r\n\r\n", text);
        Assert.False(_client.IsGone);
        Assert.Equal(81, _client.Bytes);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_client_that_is_given_up_keeps_nobody_waiting()
    {
        await _loop.RunAsync(async () =>
        {
            _client.Start(200, "text/event-stream");
            _client.Send(Encoding.ASCII.GetBytes(new string('a', 40)));
            ValueTask wait = _client.WaitAsync();
            Assert.False(wait.IsCompleted);
            _client.GiveUp();
            await wait;
            _client.Send("b"u8);
            Assert.Equal(40, _client.Bytes);
        });

        Assert.True(_client.IsGone);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_connection_that_has_ended_is_noticed_at_the_next_piece()
    {
        await _loop.RunAsync(() =>
        {
            _client.Start(200, "text/event-stream");
            _pipe.Reader.Complete(new IOException("broken"));
            _client.Send("a"u8);
            return Task.CompletedTask;
        });

        Assert.True(_client.IsGone);
    }

    public void Dispose() => _loop.Dispose();
}
