using System.Buffers;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Http.Framework;
using LoadGen.Transport.Tests.Support;
using LoadGen.Transport.Timing;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Transport.Tests.Http;

/// <summary>A header of which each request brings the value.</summary>
public class OwnHeaderTests : LoopTests
{
    [Fact]
    public void The_value_is_the_requests_and_gone_with_it()
    {
        using var buffer = new HttpRequestBuffer(Template("X-Session-Id"));
        buffer.Write("{}"u8);
        buffer.SetOwnHeader("a-1"u8.ToArray());
        Assert.Contains("\r\nX-Session-Id: a-1\r\nContent-Length: 2\r\n\r\n{}", Wire.Text(buffer.Complete().Span), StringComparison.Ordinal);

        buffer.Reset();
        buffer.Write("{}"u8);
        Assert.DoesNotContain("Session", Wire.Text(buffer.Complete().Span), StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_value_fits_and_a_longer_one_is_refused()
    {
        using var buffer = new HttpRequestBuffer(Template("X"));
        byte[] longest = Enumerable.Repeat((byte)'v', HttpRequestTemplate.MaxOwnValueBytes).ToArray();
        buffer.SetOwnHeader(longest);
        string head = Wire.Text(buffer.Complete().Span);

        Assert.StartsWith("POST /v1 HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains($"\r\nX: {Wire.Text(longest)}\r\n", head, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => buffer.SetOwnHeader(new byte[HttpRequestTemplate.MaxOwnValueBytes + 1]));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a\r\nHost: b")]
    [InlineData("\u00e9")]
    public void A_value_that_could_say_more_than_a_name_is_refused(string value)
    {
        using var buffer = new HttpRequestBuffer(Template("X"));
        Assert.Throws<ArgumentException>(() => buffer.SetOwnHeader(Wire.Bytes(value)));
    }

    [Fact]
    public void Without_such_a_header_no_request_brings_a_value()
    {
        using var buffer = new HttpRequestBuffer(Template(null));
        Assert.Throws<ArgumentException>(() => buffer.SetOwnHeader("a"u8.ToArray()));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("content-length")]
    public void A_name_that_no_header_can_have_is_refused(string name) => Assert.Throws<ArgumentException>(() => Template(name));

    [Fact]
    public async Task It_goes_out_over_HTTP2_too()
    {
        await Loop.SwitchTo();
        var seen = new List<string>();
        await using Http2Server server = await Http2Server.StartAsync(async http =>
        {
            seen.Add(http.Request.Headers["x-session-id"].ToString());
            await http.Response.WriteAsync("ok");
        });
        using var origin = new Http2Origin(await server.TargetAsync(), TransportOptions.Default, MonotonicClock.Instance);
        using var buffer = new HttpRequestBuffer(Template("X-Session-Id"));
        buffer.Write("{}"u8);
        buffer.SetOwnHeader("s7"u8.ToArray());
        IHttpConnection connection = await origin.RentAsync(default);
        await connection.SendAsync(buffer);
        await connection.ReceiveAsync(new RecordingHandler());
        origin.Return(connection);

        Assert.Equal(["s7"], seen);
    }

    private static HttpRequestTemplate Template(string? own) => new("POST", "/v1", "h", []) { OwnHeader = own };
}
