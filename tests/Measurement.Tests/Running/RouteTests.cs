using System.Net.Sockets;
using System.Text.Json;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Transport.Connections;

namespace LoadGen.Measurement.Tests.Running;

/// <summary>Ways to a target other than its name and port.</summary>
public class RouteTests
{
    private static readonly string s_answer = ScriptedServer.Stream(
        ScriptedServer.Token(), ScriptedServer.Token(), ScriptedServer.Token("length", """{"prompt_tokens":4,"completion_tokens":3}"""), "[DONE]");

    [Fact]
    public async Task A_run_goes_through_a_unix_socket_and_its_result_says_so()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Path);
        string path = folder.Of("engine.sock");
        await using var server = new ScriptedServer(new UnixDomainSocketEndPoint(path), s_answer, s_answer);
        BenchOptions options = Via(Bench.Options(new Uri("http://engine.test"), requests: 2, concurrency: 1), new TargetRoute { UnixSocket = path });
        BenchResult result = await Bench.RunAsync(options);

        Assert.Equal((2, 2), (result.Totals.Completed, server.Requests));
        Assert.Equal(["unix:" + path], Target(options, result).GetProperty("addresses").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal("user", result.Run.Observer!.Clock);
    }

    [Fact]
    public async Task The_result_says_which_of_several_addresses_was_used()
    {
        await using var server = new ScriptedServer(s_answer, s_answer);
        Assert.True(HostPin.TryParse($"engine.test:{server.Url.Port}:127.0.0.2,127.0.0.1", out HostPin? pin, out _));
        BenchOptions options = Via(Bench.Options(new Uri($"http://engine.test:{server.Url.Port}"), requests: 2, concurrency: 1), new TargetRoute { Pins = [pin] });
        BenchResult result = await Bench.RunAsync(options);

        JsonElement target = Target(options, result);
        Assert.Equal(2, result.Totals.Completed);
        Assert.Equal(["127.0.0.2", "127.0.0.1"], target.GetProperty("addresses").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(JsonValueKind.Null, target.GetProperty("dns_ms").ValueKind);
        Assert.Equal("pinned", target.GetProperty("addresses_from").GetString());
        Assert.Equal([($"127.0.0.1:{server.Url.Port}", 1)], target.GetProperty("connected_to").EnumerateObject().Select(p => (p.Name, p.Value.GetInt32())));
    }

    [Fact]
    public async Task Only_the_request_that_opened_a_connection_has_the_parts_of_its_opening()
    {
        await using var server = new ScriptedServer(s_answer, s_answer);
        BenchOptions options = Bench.Options(new Uri($"http://localhost:{server.Url.Port}"), requests: 2, concurrency: 1);
        BenchResult result = await Bench.RunAsync(options);

        Assert.Equal(2, result.Totals.Completed);
        Assert.Equal([true, false], result.Records.Select(r => r.TryGetProperty("dial_ms", out _)));
        Assert.All(result.Records, r => Assert.False(r.TryGetProperty("tls_ms", out _)));
        Assert.True(result.Records[0].GetProperty("dial_ms").GetDouble() <= result.Records[0].GetProperty("connect_ms").GetDouble());
        Assert.Equal((1, 0, 2), (Count(MetricRegistry.Dial), Count(MetricRegistry.Tls), Count(MetricRegistry.Head)));
        Assert.Equal(JsonValueKind.Number, Target(options, result).GetProperty("dns_ms").ValueKind);

        long Count(MetricDefinition metric) => result.Totals.Metric(metric).Count;
    }

    [Fact]
    public async Task A_proxy_is_handed_whole_urls_and_its_secret_is_nowhere()
    {
        string echo = ScriptedServer.Whole("403 Forbidden", "application/json", """{"error":{"message":"no entry with bWU6c2VjcmV0 for secret"}}""");
        await using var server = new ScriptedServer(s_answer, echo);
        Assert.True(ProxyServer.TryParse($"http://me:secret@{server.Url.Authority}", out ProxyServer? proxy, out _));
        BenchOptions options = Via(Bench.Options(new Uri("http://engine.test:8000"), requests: 2, concurrency: 1), new TargetRoute { Proxy = proxy });
        BenchResult result = await Bench.RunAsync(options);

        Assert.Equal(["completed", "status_4xx"], result.Outcomes);
        Assert.Equal("HTTP 403: no entry with *** for ***", result.FirstError);
        JsonElement target = Target(options, result);
        Assert.Equal(server.Url.Authority, target.GetProperty("proxy").GetString());
        Assert.Equal(["127.0.0.1"], target.GetProperty("addresses").EnumerateArray().Select(a => a.GetString()));
        Assert.StartsWith("POST http://engine.test:8000/v1/completions HTTP/1.1\r\n", server.FirstRequest, StringComparison.Ordinal);
        Assert.Contains("Proxy-Authorization: Basic bWU6c2VjcmV0\r\n", server.FirstRequest, StringComparison.Ordinal);
    }

    private static BenchOptions Via(BenchOptions options, TargetRoute route) => options with { Transport = TransportOptions.Default with { Route = route } };

    private static JsonElement Target(BenchOptions options, BenchResult result) =>
        JsonSerializer.SerializeToElement(new ResultWriter(options, ResultFixtures.About).Build(result.Run), ResultJson.Readable.ResultDocument).GetProperty("target");
}
