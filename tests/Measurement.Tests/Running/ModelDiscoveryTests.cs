using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Simulation;
using LoadGen.Transport;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Tests.Running;

public class ModelDiscoveryTests
{
    [Fact]
    public async Task The_first_model_listed_is_taken()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast with { Model = "some/model" });
        Assert.Equal("some/model", await AskAsync(engine.Url));
    }

    [Theory]
    [InlineData("200 OK", "<html>")]
    [InlineData("200 OK", "[]")]
    [InlineData("200 OK", """{"data":[]}""")]
    [InlineData("200 OK", """{"data":[{"id":5}]}""")]
    [InlineData("200 OK", """{"data":["sim"]}""")]
    [InlineData("200 OK", """{"data":[{"id":"\ud83d"}]}""")]
    [InlineData("404 Not Found", """{"data":[{"id":"sim"}]}""")]
    public async Task Any_other_answer_asks_for_the_option(string status, string body)
    {
        await using var server = new ScriptedServer(ScriptedServer.Whole(status, "application/json", body));
        var e = await Assert.ThrowsAsync<ModelDiscoveryException>(() => AskAsync(server.Url));

        Assert.Contains(status.Split(' ')[0], e.Message, StringComparison.Ordinal);
        Assert.Contains("--model", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_the_port_is_a_transport_error()
    {
        var e = await Assert.ThrowsAsync<TransportException>(() => AskAsync(Bench.UrlOfNobody()));
        Assert.Equal(TransportError.ConnectRefused, e.Error);
    }

    private static Task<string> AskAsync(Uri url) =>
        ModelDiscovery.FirstModelAsync(url, [], TransportOptions.Default, MonotonicClock.Instance, TestContext.Current.CancellationToken);
}
