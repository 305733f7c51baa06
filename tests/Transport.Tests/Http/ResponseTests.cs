using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Http;

public class ResponseTests
{
    /// <summary>Response, status, body, whether the connection may be used again.</summary>
    public static TheoryData<string, int, string, bool> Samples => new()
    {
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true },
        { "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", 200, "ok", true },
        { "HTTP/1.1 200 \r\ncontent-LENGTH:2\t \r\n\r\nok", 200, "ok", true },
        { "HTTP/1.1 200 OK\nContent-Length: 2\nX: y\n\nok", 200, "ok", true },
        { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", true },
        { "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\nContent-Length: 2\r\n\r\nok", 200, "ok", true },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Wire.Chunked("hello", ", ", "world"), 200, "hello, world", true },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: ChunkeD\r\n\r\n5;a=b;c=\"d\"\r\nhello\r\n00\r\n\r\n", 200, "hello", true },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5  \r\nhello\r\n0 ;x\r\nTrailer: v\r\nEmpty:\r\n\r\n", 200, "hello", true },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", 200, "01234567890123456789", true },
        { "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", 200, "ok", false },
        { "HTTP/1.1 200 OK\r\nConnection: x , CLOSE\r\nContent-Length: 2\r\n\r\nok", 200, "ok", false },
        { "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok", false },
        { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokEXTRA", 200, "ok", false },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX", 200, "", false },
        { "HTTP/1.1 204 No Content\r\n\r\n", 204, "", true },
        { "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n", 304, "", true },
        { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok", true },
        { "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\n\nHTTP/1.1 429 Too Many\r\nContent-Length: 2\r\n\r\nno", 429, "no", true },
        { "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\nok", 200, "ok", true },
        { "HTTP/1.1 599 Odd reason: \xff\r\nContent-Length: 2\r\n\r\nok", 599, "ok", true },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_split_reads_the_same(string response, int status, string body, bool isReusable)
    {
        foreach (byte[][] pieces in Splits.Of(Wire.Bytes(response), pairsUpTo: 60))
        {
            var connection = new ScriptedConnection();
            Array.ForEach(pieces, p => connection.Push(p));
            HttpConnection http = Client.Over(connection);
            RecordingHandler read = await Client.ExchangeAsync(http);
            Assert.True(read.HasEnded, Wire.Hex(pieces));
            Assert.Equal(status, read.StatusCode);
            Assert.Equal(body, read.Body);

            // Bytes after the response may come in a later read: then the connection is stale instead.
            Assert.Equal(isReusable, http.CanReuse && !connection.IsStale);
        }
    }

    [Fact]
    public async Task A_body_without_a_length_ends_with_the_connection()
    {
        foreach (byte[][] pieces in Splits.Of(Wire.Bytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: x\n\n")))
        {
            HttpConnection http = Client.Over(ScriptedConnection.Playing(pieces));
            RecordingHandler read = await Client.ExchangeAsync(http);
            Assert.Equal("data: x\n\n", read.Body);
            Assert.Equal("text/event-stream", read.ContentType);
            Assert.False(http.CanReuse);
        }
    }

    [Fact]
    public async Task A_response_to_head_has_no_body_whatever_it_says()
    {
        var connection = new ScriptedConnection().Push("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        HttpConnection http = Client.Over(connection);
        RecordingHandler read = await Client.ExchangeAsync(http, Client.Head);
        Assert.Equal(["head", "end"], read.Calls);
        Assert.True(http.CanReuse);
    }

    [Fact]
    public async Task Requests_follow_each_other_on_one_connection()
    {
        var connection = new ScriptedConnection();
        HttpConnection http = Client.Over(connection);
        for (int i = 0; i < 3; i++)
        {
            connection.Push($"HTTP/1.1 20{i} OK\r\nContent-Length: 1\r\n\r\n").Push($"{i}");
            RecordingHandler read = await Client.ExchangeAsync(http);
            Assert.Equal(200 + i, read.StatusCode);
            Assert.Equal($"{i}", read.Body);
            Assert.True(http.CanReuse);
        }

        Assert.Equal(3, connection.Sent.Count);
    }

    [Fact]
    public async Task Stamps_are_those_of_the_reads_that_brought_the_bytes()
    {
        var clock = new ManualClock(1_000);
        var connection = new ScriptedConnection(clock);
        HttpConnection http = Client.Over(connection);
        var handler = new RecordingHandler();
        await http.SendAsync(Client.Get);
        Task receive = http.ReceiveAsync(handler).AsTask();
        Push("HTTP/1.1 200 OK\r\n");
        Push("Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n");
        Push("1\r\nc");
        Push("\r\n0\r\n\r\n");
        await receive;

        Assert.Equal(["head", "body", "body", "body", "end"], handler.Calls);
        Assert.Equal([3_000, 3_000, 3_000, 4_000, 5_000], handler.Stamps);

        void Push(string text)
        {
            clock.Advance(TimeSpan.FromMicroseconds(1));
            connection.Push(text);
        }
    }

    [Fact]
    public async Task The_end_of_a_close_delimited_body_has_the_stamp_of_its_last_byte()
    {
        var clock = new ManualClock(1_000);
        var connection = new ScriptedConnection(clock).Push("HTTP/1.1 200 OK\r\n\r\nabc");
        HttpConnection http = Client.Over(connection);
        var handler = new RecordingHandler();
        await http.SendAsync(Client.Get);
        Task receive = http.ReceiveAsync(handler).AsTask();
        clock.Advance(TimeSpan.FromSeconds(1));
        connection.End();
        await receive;
        Assert.Equal([1_000, 1_000, 1_000], handler.Stamps);
    }

    [Fact]
    public async Task A_head_across_many_buffers_is_read_whole()
    {
        string fields = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"X-Header-{i}: value {i}\r\n"));
        string response = $"HTTP/1.1 200 OK\r\n{fields}Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
        RecordingHandler read = await Client.ReadAsync(response);
        Assert.Equal("text/plain", read.ContentType);
        Assert.Equal("ok", read.Body);
    }

    [Fact]
    public async Task A_large_body_arrives_whole_through_small_buffers()
    {
        string body = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i},"));
        var options = new TransportOptions { ReceiveBufferBytes = 512 };
        Assert.Equal(body, (await Client.ReadAsync($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}", options)).Body);
        Assert.Equal(body, (await Client.ReadAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Wire.Chunked(body[..100_000], body[100_000..]), options)).Body);
    }

    [Fact]
    public async Task The_handlers_own_failure_passes_through_and_the_connection_is_lost()
    {
        HttpConnection http = Client.Over(ScriptedConnection.Playing(Wire.Bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")));
        await http.SendAsync(Client.Get);
        var handler = new RecordingHandler { OnPiece = () => throw new FormatException("mine") };
        await Assert.ThrowsAsync<FormatException>(async () => await http.ReceiveAsync(handler));
        Assert.False(http.CanReuse);
    }

    [Fact]
    public async Task A_second_send_before_the_response_is_a_fault_of_the_caller()
    {
        HttpConnection http = Client.Over(new ScriptedConnection());
        await http.SendAsync(Client.Get);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await http.SendAsync(Client.Get));
    }
}
