using System.Buffers;
using LoadGen.Transport.Http;
using LoadGen.Transport.Http.Parsing;
using LoadGen.Transport.Sse;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Http;

/// <summary>From a read's bytes to events nothing is allocated, however many tokens a read brings and wherever it is cut.</summary>
public class ParserAllocationTests
{
    private const string Token = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" token\"},\"finish_reason\":null}]}\n\n";
    private const int Tokens = 1600;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(16, 0)]
    [InlineData(16, 7)]
    [InlineData(1, 50)]
    public void A_read_allocates_nothing_when_warm(int tokensPerRead, int carriedBytes)
    {
        byte[] read = Wire.Bytes(string.Concat(Enumerable.Repeat($"{Token.Length:x}\r\n{Token}\r\n", tokensPerRead)));

        // A read that ends inside a token, and the next one that begins there: the same bytes, turned.
        byte[] turned = [.. read[carriedBytes..], .. read[..carriedBytes]];
        var sequence = new ReadOnlySequence<byte>(turned);
        var parser = new ResponseParser(8192, 65_536);
        var counter = new Counter();
        SequencePosition consumed = default;
        parser.Reset(isHead: false);
        byte[] head = [.. Wire.Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), .. read[..carriedBytes]];
        parser.Consume(new ReadOnlySequence<byte>(head), 1, false, counter, ref consumed);
        Run();
        int warm = counter.Events;

        int rounds = 0;
        Assert.Equal(0, Allocated.Bytes(() =>
        {
            Run();
            rounds++;
        }));
        Assert.Equal(Tokens, warm);
        Assert.Equal(Tokens * (1 + rounds), counter.Events);

        void Run()
        {
            for (int i = 0; i < Tokens / tokensPerRead; i++)
            {
                parser.Consume(sequence, 1, false, counter, ref consumed);
            }
        }
    }

    private sealed class Counter : IHttpResponseHandler
    {
        private readonly SseParser _sse = new();
        private Sink _sink;

        public int Events => _sink.Events;

        public void OnHead(in HttpResponseHead head, long stampNs) => _sse.Reset();

        public void OnBody(ReadOnlySpan<byte> bytes, long stampNs) => _sse.Consume(bytes, ref _sink);

        public void OnEnd(long stampNs) => Assert.Fail("the body has no end");

        private struct Sink : ISseHandler
        {
            public int Events { get; private set; }

            public void OnEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => Events++;
        }
    }
}
