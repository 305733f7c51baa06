using System.Buffers;
using System.Text;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Pairs;

namespace LoadGen.Routing.Tests.Pairs;

public sealed class RequestHeadTests
{
    [Fact]
    public void A_small_body_follows_its_head_in_one_piece()
    {
        (string text, int rest) = Write(new RequestHead("/v1/completions?a=%20b", [new("X-Team", "blue")]), Leg("{\"a\":", "1}"), null);

        Assert.Equal(0, rest);
        Assert.Equal(
            "POST /v1/completions?a=%20b HTTP/1.1\r\nHost: engine:8000\r\nContent-Type: application/json\r\nX-Team: blue\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
            text);
    }

    [Fact]
    public void A_large_body_is_not_copied()
    {
        LegRequest leg = Leg(new string('x', 40_000));

        (string text, int rest) = Write(new RequestHead("/generate", []), leg, null);

        Assert.EndsWith("Content-Length: 40000\r\n\r\n", text, StringComparison.Ordinal);
        Assert.Equal(1, rest);
    }

    [Fact]
    public void What_the_protocol_says_replaces_what_the_client_said()
    {
        var leg = new LegRequest { Body = [], Headers = [new("X-Request-Id", "ours")] };

        (string text, _) = Write(new RequestHead("/generate", [new("x-request-id", "theirs"), new("content-type", "text/plain")]), leg, "00-trace");

        Assert.Contains("\r\nX-Request-Id: ours\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\ntraceparent: 00-trace\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", text, StringComparison.Ordinal);
        Assert.DoesNotContain("text/plain", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/generate?a\rX-Evil: 1", "/generate?a%0DX-Evil:%201")]
    [InlineData("/generate?a\r\n\r\nGET / HTTP/1.1", "/generate?a%0D%0A%0D%0AGET%20/%20HTTP/1.1")]
    [InlineData("/generate?é", "/generate?%C3%A9")]
    public void Nothing_in_a_query_can_end_the_request_line(string path, string written)
    {
        (string text, _) = Write(new RequestHead(path, []), Leg("{}"), null);

        Assert.StartsWith($"POST {written} HTTP/1.1\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_head_fits()
    {
        string query = "/generate?" + new string('q', 100_000);
        (string text, _) = Write(new RequestHead(query, [new("X-Long", new string('\u00e9', 50_000))]), Leg("{}"), null);

        Assert.StartsWith($"POST {query} HTTP/1.1\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n{}", text, StringComparison.Ordinal);
    }

    private static LegRequest Leg(params string[] body) => new() { Body = [.. body.Select(part => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(part))] };

    private static (string Text, int Pieces) Write(RequestHead head, LegRequest leg, string? traceParent)
    {
        ReadOnlyMemory<byte> first = head.Write(leg, "engine:8000", traceParent, out byte[] buffer, out IReadOnlyList<ReadOnlyMemory<byte>> rest);
        string text = Encoding.Latin1.GetString(first.Span);
        ArrayPool<byte>.Shared.Return(buffer);
        return (text, rest.Count);
    }
}
