using LoadGen.Transport.Connections;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Http;

public class MalformedResponseTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Chunked = Ok + "Transfer-Encoding: chunked\r\n\r\n";

    /// <summary>Response, error, a part of the message.</summary>
    public static TheoryData<string, TransportError, string> Samples => new()
    {
        { "SSH-2.0-OpenSSH_9.2p1\r\n", TransportError.MalformedResponse, "SSH server" },
        { "\x15\x03\x01\x00\x02\x02\x46", TransportError.MalformedResponse, "begin with https://?" },
        { "\x00\x00\x12\x04\x00\x00\x00", TransportError.MalformedResponse, "HTTP/2" },
        { "<html>no head</html>", TransportError.MalformedResponse, "is this an https port" },
        { "HTTP/2 200 OK\r\n\r\n", TransportError.MalformedResponse, "only HTTP/1.1" },
        { "\r\nHTTP/1.1 200 OK\r\n\r\n", TransportError.MalformedResponse, "begins with '\\r\\n" },
        { "HTTP/1.1 20x OK\r\n\r\n", TransportError.MalformedResponse, "'HTTP/1.1 20x OK'" },
        { "HTTP/1.1 2000 OK\r\n\r\n", TransportError.MalformedResponse, "status line" },
        { "HTTP/1.1 99 \r\n\r\n", TransportError.MalformedResponse, "status line" },
        { "HTTP/1.1 600 Odd\r\n\r\n", TransportError.MalformedResponse, "status line" },
        { "HTTP/1.x 200 OK\r\n\r\n", TransportError.MalformedResponse, "status line" },
        { "HTTP/1.1  200 OK\r\n\r\n", TransportError.MalformedResponse, "status line" },
        { Ok + "no colon\r\n\r\n", TransportError.MalformedResponse, "'no colon'" },
        { Ok + "Space : x\r\n\r\n", TransportError.MalformedResponse, "header line" },
        { Ok + ": x\r\n\r\n", TransportError.MalformedResponse, "header line" },
        { Ok + "A: b\r\n folded\r\n\r\n", TransportError.MalformedResponse, "header line" },
        { Ok + "A: b\0c\r\n\r\n", TransportError.MalformedResponse, "'A'" },
        { Ok + "A: b\rc\r\n\r\n", TransportError.MalformedResponse, "carriage return" },
        { Ok + "Content-Length: -1\r\n\r\n", TransportError.MalformedResponse, "'-1'" },
        { Ok + "Content-Length: +1\r\n\r\nx", TransportError.MalformedResponse, "content-length" },
        { Ok + "Content-Length: 5, x\r\n\r\nhello", TransportError.MalformedResponse, "content-length" },
        { Ok + "Content-Length:\r\n\r\n", TransportError.MalformedResponse, "content-length" },
        { Ok + "Content-Length: 1 2\r\n\r\n", TransportError.MalformedResponse, "content-length" },
        { Ok + "Content-Length: 99999999999999999999\r\n\r\n", TransportError.MalformedResponse, "content-length" },
        { Ok + "Content-Length: 9223372036854775807\r\n\r\n", TransportError.MalformedResponse, "content-length" },
        { Ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", TransportError.MalformedResponse, "1 and 2" },
        { Ok + "Content-Length: 1, 2\r\n\r\nxx", TransportError.MalformedResponse, "two different" },
        { Ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", TransportError.MalformedResponse, "both" },
        { Ok + "Transfer-Encoding: gzip, chunked\r\n\r\n", TransportError.MalformedResponse, "'gzip, chunked'" },
        { Ok + "Transfer-Encoding: chunked, chunked\r\n\r\n", TransportError.MalformedResponse, "once" },
        { Ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n", TransportError.MalformedResponse, "transfer-encoding" },
        { "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", TransportError.MalformedResponse, "HTTP/1.0" },
        { Ok + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx", TransportError.MalformedResponse, "content-encoding 'gzip'" },
        { "HTTP/1.1 101 Switching Protocols\r\n\r\n", TransportError.MalformedResponse, "101" },
        { Chunked + "xyz\r\n", TransportError.MalformedChunk, "hexadecimal" },
        { Chunked + "\r\n", TransportError.MalformedChunk, "hexadecimal" },
        { Chunked + "-5\r\nhello\r\n", TransportError.MalformedChunk, "found '-" },
        { Chunked + "0x5\r\nhello\r\n", TransportError.MalformedChunk, "found 'x" },
        { Chunked + "5\nhello\r\n", TransportError.MalformedChunk, "found '\\n" },
        { Chunked + "5\rhello\r\n", TransportError.MalformedChunk, "LF after" },
        { Chunked + "5;ext\nhello\r\n", TransportError.MalformedChunk, "extension" },
        { Chunked + "5\r\nhello!\r\n", TransportError.MalformedChunk, "after a chunk's data" },
        { Chunked + "5\r\nhello\n", TransportError.MalformedChunk, "after a chunk's data" },
        { Chunked + "5\r\nhello\r\r", TransportError.MalformedChunk, "after a chunk's data" },
        { Chunked + "1000000000000000\r\n", TransportError.MalformedChunk, "15 digits" },
        { Chunked + "0\r\nno colon\r\n\r\n", TransportError.MalformedChunk, "trailer" },
        { Chunked + "0\r\nA: b\n\r\n", TransportError.MalformedChunk, "trailer" },
        { Chunked + "0\r\n\rX", TransportError.MalformedChunk, "last chunk" },
        { Chunked + "0\r\n\n", TransportError.MalformedChunk, "trailer" },
        { "", TransportError.ConnectionClosed, "before any byte" },
        { "HTTP/1", TransportError.ConnectionClosed, "response head" },
        { Ok + "A: b\r\n", TransportError.ConnectionClosed, "response head" },
        { "HTTP/1.1 100 Continue\r\n\r\n", TransportError.ConnectionClosed, "response head" },
        { Ok + "Content-Length: 5\r\n\r\nhel", TransportError.ConnectionClosed, "3 of the body's 5" },
        { Chunked + "5\r\nhel", TransportError.ConnectionClosed, "2 bytes short" },
        { Chunked + "5\r\nhello\r\n", TransportError.ConnectionClosed, "without a last chunk" },
        { Chunked + "5\r\nhello\r\n0\r\n", TransportError.ConnectionClosed, "trailers" },
        { Chunked + "5", TransportError.ConnectionClosed, "framing" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Is_refused_with_its_kind_and_its_words(string response, TransportError error, string words)
    {
        TransportException failure = await Client.FailAsync(response);
        Assert.Equal(error, failure.Error);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_split_is_refused_with_the_same_kind(string response, TransportError error, string words)
    {
        Assert.NotEmpty(words);
        foreach (byte[][] pieces in Splits.Of(Wire.Bytes(response), pairsUpTo: 0).Where(p => p.Length > 0))
        {
            Assert.Equal(error, (await Client.FailAsync(pieces)).Error);
        }
    }

    [Fact]
    public async Task Limits_are_exact()
    {
        var options = new TransportOptions { MaxLineBytes = 64, MaxHeadBytes = 256 };
        const string rest = "Content-Length: 0\r\n\r\n";

        string line = "A: " + new string('x', 64 - 5) + "\r\n";
        Assert.Equal(200, (await Client.ReadAsync(Ok + line + rest, options)).StatusCode);
        await TooLarge(Ok + "x" + line + rest, "header line is longer than 64");
        await TooLarge("HTTP/1.1 200 " + new string('x', 64) + "\r\n" + rest, "status line is longer than 64");

        // A line that never ends is refused as soon as it is too long.
        await TooLarge(Ok + new string('x', 65), "header line");

        string head = Ok + line + line + line;
        string fill = "A: " + new string('x', 256 - head.Length - rest.Length - 5) + "\r\n";
        Assert.Equal(200, (await Client.ReadAsync(head + fill + rest, options)).StatusCode);
        await TooLarge(head + "x" + fill + rest, "head is larger than 256");

        async Task TooLarge(string response, string words)
        {
            foreach (byte[][] pieces in Splits.Of(Wire.Bytes(response), pairsUpTo: 0))
            {
                TransportException failure = await Client.FailAsync(pieces, options);
                Assert.Equal(TransportError.HeadTooLarge, failure.Error);
                Assert.Contains(words, failure.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Chunk_extensions_and_trailers_are_limited()
    {
        var options = new TransportOptions { MaxLineBytes = 64, MaxHeadBytes = 256 };
        Assert.Equal(TransportError.MalformedChunk, (await Client.FailAsync(Chunked + "5;" + new string('x', 65) + "\r\nhello\r\n0\r\n\r\n", options)).Error);
        Assert.Equal(TransportError.MalformedChunk, (await Client.FailAsync(Chunked + "0\r\nA: " + new string('x', 65) + "\r\n\r\n", options)).Error);
        string trailers = string.Concat(Enumerable.Repeat("A: b\r\n", 50));
        Assert.Equal(TransportError.HeadTooLarge, (await Client.FailAsync(Chunked + "0\r\n" + trailers + "\r\n", options)).Error);
    }

    [Fact]
    public async Task Interim_responses_without_end_are_refused()
    {
        string response = string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 101));
        TransportException failure = await Client.FailAsync(response);
        Assert.Equal(TransportError.MalformedResponse, failure.Error);
        Assert.Contains("more than 100 interim", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_http_are_refused_before_the_connection_closes()
    {
        var connection = new ScriptedConnection().Push("SSH-");
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => Client.ExchangeAsync(Client.Over(connection)));
        Assert.Equal(TransportError.MalformedResponse, failure.Error);
    }

    [Fact]
    public async Task What_was_found_is_cut_short()
    {
        TransportException failure = await Client.FailAsync(Ok + new string('y', 5_000) + "\r\n\r\n");
        Assert.True(failure.Message.Length < 150, failure.Message);
    }
}
