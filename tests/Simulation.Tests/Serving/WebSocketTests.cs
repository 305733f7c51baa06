using System.Net.WebSockets;
using System.Text;
using LoadGen.Simulation.Serving;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Serving;

public class WebSocketTests
{
    // RFC 6455 §1.3 has this pair.
    [Fact]
    public void The_handshake_is_answered_as_the_standard_says() => Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", WebSocketEcho.AcceptFor("dGhlIHNhbXBsZSBub25jZQ=="));

    [Theory]
    [InlineData(1)]
    [InlineData(16 * 1024)]
    [InlineData(100_000)]
    public async Task Every_message_comes_back_and_the_close_is_answered(int length)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(engine);
        string text = new('x', length);
        for (int i = 0; i < 2; i++)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
            Assert.Equal(text, await ReceiveAsync(socket));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", TestContext.Current.CancellationToken);
        Assert.Equal((WebSocketState.Closed, WebSocketCloseStatus.NormalClosure), (socket.State, socket.CloseStatus));
    }

    [Fact]
    public async Task Stopping_the_engine_ends_open_sockets()
    {
        SimulatedEngine engine = await Engines.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(engine);
        await engine.DisposeAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => ReceiveAsync(socket));
    }

    [Fact]
    public async Task A_request_that_is_no_handshake_is_told_what_would_be_one()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.SendAsync("GET /ws HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        string response = await client.ReadToCloseAsync();
        Assert.StartsWith("HTTP/1.1 426 ", response, StringComparison.Ordinal);
        Assert.Contains("Upgrade: websocket\r\n", response, StringComparison.Ordinal);
    }

    private static async Task<ClientWebSocket> ConnectAsync(SimulatedEngine engine)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{engine.Url.Authority}/ws"), TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (true)
        {
            WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            if (received.EndOfMessage)
            {
                return text.ToString();
            }
        }
    }
}
