using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace LoadGen.EndToEnd.Routing;

/// <summary>What goes through YARP: everything but a pair's requests.</summary>
[Collection(RoutedPools.Name)]
public sealed class AggregatedTests(RoutedPools pools)
{
    [Theory]
    [InlineData("aggregated")]
    [InlineData("sglang")]
    public async Task Models_are_those_of_an_engine(string pool)
    {
        RoutedPool routed = await pools.GetAsync(pool);
        Reply reply = (await routed.Router.GetAsync("/v1/models")).Is(200);
        Assert.Equal("sim", reply.Json.GetProperty("data")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Embeddings_are_the_engines_own()
    {
        RoutedPool routed = await pools.GetAsync("aggregated");
        const string Body = """{"model":"sim","input":["one two","three"]}""";
        JsonElement data = (await routed.Router.PostAsync("/v1/embeddings", Body)).Is(200).Json.GetProperty("data");
        Assert.Equal([8, 8], data.EnumerateArray().Select(item => item.GetProperty("embedding").GetArrayLength()));
    }

    [Fact]
    public async Task A_WebSocket_goes_through_in_both_directions()
    {
        RoutedPool routed = await pools.GetAsync("aggregated");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(routed.Router.Url.Replace("http://", "ws://") + "/ws"), CancellationToken.None);
        foreach (string message in (string[])["first", "the second, a longer one"])
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            byte[] buffer = new byte[64];
            WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            Assert.True(received.EndOfMessage);
            Assert.Equal(message, Encoding.UTF8.GetString(buffer, 0, received.Count));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task An_engines_error_comes_as_it_is()
    {
        RoutedPool routed = await pools.GetAsync("aggregated");
        Reply reply = (await routed.Router.PostAsync("/v1/completions", """{"model":"another","prompt":"one"}""")).Is(404);
        Assert.Contains("another", reply.Body);
    }
}
