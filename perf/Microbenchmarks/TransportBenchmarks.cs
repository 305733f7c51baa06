using System.Buffers;
using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using LoadGen.Transport.Http;
using LoadGen.Transport.Http.Parsing;
using LoadGen.Transport.Sse;

namespace LoadGen.Microbenchmarks;

/// <summary>From the bytes of a read to server-sent events, as a streaming engine sends them: one HTTP chunk a token. Figures are a token's.</summary>
[MemoryDiagnoser]
public class TransportBenchmarks
{
    private const int Tokens = 1024;
    private const int LineBytesMax = 8192;
    private const int HeadBytesMax = 65_536;

    private readonly ResponseParser _parser = new(LineBytesMax, HeadBytesMax);
    private readonly EventCounter _counter = new();
    private ReadOnlySequence<byte>[] _reads = [];

    [Params(1, 16)]
    public int TokensPerRead { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var rendered = Enumerable.Range(0, Tokens).Select(Chunk).ToArray();
        _reads = [.. rendered.Chunk(TokensPerRead).Select(read => new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(string.Concat(read))))];

        // The body never ends, so that one response serves the whole benchmark.
        _parser.Reset(isHead: false);
        SequencePosition consumed = default;
        var head = new ReadOnlySequence<byte>("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        _parser.Consume(head, 0, false, _counter, ref consumed);
    }

    [Benchmark(OperationsPerInvoke = Tokens)]
    public int Parse()
    {
        SequencePosition consumed = default;
        foreach (ReadOnlySequence<byte> read in _reads)
        {
            _parser.Consume(read, 1, false, _counter, ref consumed);
        }

        return _counter.Events;
    }

    private static string Chunk(int token)
    {
        string data = string.Create(CultureInfo.InvariantCulture, $$"""data: {"id":"chatcmpl-5f1c9a0d6c0b4b3f9d3f2f1f5a4f7f8e","object":"chat.completion.chunk","created":1763700000,"model":"deepseek-ai/DeepSeek-R1-0528","choices":[{"index":0,"delta":{"content":" token{{token}}"},"logprobs":null,"finish_reason":null,"token_ids":null}]}""") + "\n\n";
        return string.Create(CultureInfo.InvariantCulture, $"{data.Length:x}\r\n{data}\r\n");
    }

    private sealed class EventCounter : IHttpResponseHandler
    {
        private readonly SseParser _sse = new();
        private Sink _sink;

        public int Events => _sink.Events;

        public void OnHead(in HttpResponseHead head, long stampNs) => _sse.Reset();

        public void OnBody(ReadOnlySpan<byte> bytes, long stampNs) => _sse.Consume(bytes, ref _sink);

        public void OnEnd(long stampNs) => throw new InvalidOperationException("The body has no end.");

        private struct Sink : ISseHandler
        {
            public int Events { get; private set; }

            public void OnEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => Events++;
        }
    }
}
