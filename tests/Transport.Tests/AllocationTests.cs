using LoadGen.Transport.Http;
using LoadGen.Transport.Sse;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests;

/// <summary>The way of a token allocates nothing: receive, stamp, chunk, event.</summary>
public class AllocationTests
{
    private const int Events = 10_000;

    [Fact]
    public async Task A_streamed_event_allocates_nothing_when_warm()
    {
        using var wire = new ScriptedConnection();
        HttpConnection http = Client.Over(wire);
        var counter = new SseCounter();
        await http.SendAsync(Client.Get);
        Task receive = http.ReceiveAsync(counter).AsTask();
        wire.Push("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream\r\n\r\n");
        byte[] whole = Wire.Bytes("26\r\ndata: {\"choices\":[{\"text\":\" token\"}]}\n\r\n1\r\n\n\r\n");

        Deliver(wire, whole, 1_000);
        int rounds = 0;
        Assert.Equal(0, Allocated.Bytes(() =>
        {
            Deliver(wire, whole, Events);
            rounds++;
        }));
        Assert.Equal(1_000 + (rounds * Events), counter.Events);
        wire.Push("0\r\n\r\n");
        await receive;
    }

    [Fact]
    public void An_event_cut_anywhere_allocates_nothing_when_warm()
    {
        byte[] stream = Wire.Bytes("event: delta\r\nid: 17\r\ndata: {\"choices\":[{\"text\":\" token\"}]}\r\ndata: more\r\n\r\n: ping\n\n");
        var parser = new SseParser();
        var counter = new EventCounter();
        Run(100);
        int rounds = 0;
        Assert.Equal(0, Allocated.Bytes(() =>
        {
            Run(1_000);
            rounds++;
        }));
        Assert.Equal(100 + (rounds * 1_000), counter.Events);

        void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                int cut = i % stream.Length;
                parser.Consume(stream.AsSpan(0, cut), ref counter);
                parser.Consume(stream.AsSpan(cut), ref counter);
            }
        }
    }

    [Fact]
    public void A_request_allocates_nothing_when_warm()
    {
        using var buffer = new HttpRequestBuffer(new HttpRequestTemplate("POST", "/v1/completions", "h", []));
        Run(10);
        Assert.Equal(0, Allocated.Bytes(() => Run(1_000)));

        void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                buffer.Reset();
                "{\"prompt\":[1,2,3]}"u8.CopyTo(buffer.GetSpan(100));
                buffer.Advance(18);
                Assert.True(buffer.Complete().Length > 100);
            }
        }
    }

    private static void Deliver(ScriptedConnection wire, byte[] bytes, int times)
    {
        for (int i = 0; i < times; i++)
        {
            wire.Deliver(bytes);
        }
    }

    private struct EventCounter : ISseHandler
    {
        public int Events { get; private set; }

        public void OnEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => Events++;
    }

    private sealed class SseCounter : IHttpResponseHandler
    {
        private readonly SseParser _parser = new();
        private EventCounter _counter;

        public int Events => _counter.Events;

        public void OnHead(in HttpResponseHead head, long stampNs) => Assert.Equal(200, head.StatusCode);

        public void OnBody(ReadOnlySpan<byte> bytes, long stampNs) => _parser.Consume(bytes, ref _counter);

        public void OnEnd(long stampNs) => Assert.True(Events > 0);
    }
}
