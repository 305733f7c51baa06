using System.Buffers;
using System.Text;
using LoadGen.Transport.Http;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Http;

public class RequestTests
{
    [Fact]
    public void The_head_stands_right_before_the_body()
    {
        using var buffer = new HttpRequestBuffer(Template("POST", ("Authorization", "Bearer k")));
        buffer.Write("{\"a\":1}"u8);
        Assert.Equal(7, buffer.BodyBytes);
        string[] lines = Wire.Text(buffer.Complete().Span).Split("\r\n");
        Assert.Equal("POST /v1/completions?x=1 HTTP/1.1", lines[0]);
        Assert.Equal("Host: h:8000", lines[1]);
        Assert.Matches("^User-Agent: loadgen/\\d+\\.\\d+\\.\\d+$", lines[2]);
        Assert.Equal(["Accept: */*", "Content-Type: application/json", "Authorization: Bearer k", "Content-Length: 7", "", "{\"a\":1}"], lines[3..]);
    }

    [Fact]
    public void Given_headers_replace_the_usual_ones_whatever_their_case()
    {
        using var buffer = new HttpRequestBuffer(Template("POST", ("host", "other"), ("ACCEPT", "text/event-stream"), ("content-type", "text/plain"), ("user-agent", "me")));
        string head = Wire.Text(buffer.Complete().Span);
        Assert.Equal("POST /v1/completions?x=1 HTTP/1.1\r\nhost: other\r\nACCEPT: text/event-stream\r\ncontent-type: text/plain\r\nuser-agent: me\r\nContent-Length: 0\r\n\r\n", head);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public void A_request_without_a_body_states_no_length(string method)
    {
        using var buffer = new HttpRequestBuffer(Template(method));
        string head = Wire.Text(buffer.Complete().Span);
        Assert.DoesNotContain("Content-", head, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public void Bodies_of_every_size_are_whole_and_a_buffer_can_be_used_again()
    {
        var random = new Random(1);
        using var buffer = new HttpRequestBuffer(Template("POST"));
        foreach (int size in (int[])[0, 1, 9, 10, 99, 100, 4_000, 65_536, 400_000, 5])
        {
            byte[] body = new byte[size];
            random.NextBytes(body);
            for (int at = 0; at < size;)
            {
                int take = Math.Min(random.Next(1, 5_000), size - at);
                if (take % 2 == 0)
                {
                    body.AsSpan(at, take).CopyTo(buffer.GetSpan(take));
                }
                else
                {
                    body.AsSpan(at, take).CopyTo(buffer.GetMemory(take).Span);
                }

                buffer.Advance(take);
                at += take;
            }

            ReadOnlySpan<byte> request = buffer.Complete().Span;
            int bodyStart = request.IndexOf("\r\n\r\n"u8) + 4;
            Assert.EndsWith($"\r\nContent-Length: {size}\r\n\r\n", Wire.Text(request[..bodyStart]), StringComparison.Ordinal);
            Assert.True(request[bodyStart..].SequenceEqual(body));
            Assert.StartsWith("POST /", Wire.Text(request[..bodyStart]), StringComparison.Ordinal);
            buffer.Reset();
        }
    }

    [Fact]
    public void A_complete_request_takes_no_more_body_until_reset()
    {
        using var buffer = new HttpRequestBuffer(Template("POST"));
        buffer.Write("x"u8);
        int length = buffer.Complete().Length;
        Assert.Equal(length, buffer.Complete().Length);
        Assert.Throws<InvalidOperationException>(() => buffer.GetSpan(1));
        buffer.Reset();
        Assert.Equal(0, buffer.BodyBytes);
        buffer.GetSpan(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(10_000_000));
    }

    [Theory]
    [InlineData("X-Secret", "hunter2\r\nInjected: yes")]
    [InlineData("X-Secret", "hunter2\nx")]
    [InlineData("X-Secret", "hunter2\0")]
    [InlineData("X-Secret", "hunter2\u001b")]
    [InlineData("X-Secret: hunter2", "x")]
    [InlineData("X-Secret\r\nhunter2", "x")]
    [InlineData("X-Secret ", "hunter2")]
    [InlineData("Content-Length", "5")]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("", "x")]
    public void A_header_that_cannot_be_sent_is_refused_and_its_value_never_repeated(string name, string value)
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => Template("POST", (name, value)));
        string known = name.Split(' ', ':', '\r')[0];
        Assert.Contains($"'{known}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PO ST", "/")]
    [InlineData("", "/")]
    [InlineData("GET", "x")]
    [InlineData("GET", "/a b")]
    [InlineData("GET", "/a\r\nX: y")]
    [InlineData("GET", "/é")]
    public void A_request_line_that_cannot_be_sent_is_refused(string method, string path) =>
        Assert.Throws<ArgumentException>(() => new HttpRequestTemplate(method, path, "h", []));

    [Fact]
    public void Values_are_sent_as_utf8_and_trimmed()
    {
        using var buffer = new HttpRequestBuffer(Template("GET", ("X", "  é\t")));
        Assert.Contains("\r\nX: é\r\n", Encoding.UTF8.GetString(buffer.Complete().Span), StringComparison.Ordinal);
    }

    private static HttpRequestTemplate Template(string method, params (string Name, string Value)[] headers) =>
        new(method, "/v1/completions?x=1", "h:8000", headers.Select(h => KeyValuePair.Create(h.Name, h.Value)));
}
