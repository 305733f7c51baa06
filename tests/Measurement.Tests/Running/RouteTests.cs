using System.Net.Sockets;
using System.Text.Json;
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

    private static BenchOptions Via(BenchOptions options, TargetRoute route) => options with { Transport = TransportOptions.Default with { Route = route } };

    private static JsonElement Target(BenchOptions options, BenchResult result) =>
        JsonSerializer.SerializeToElement(new ResultWriter(options, ResultFixtures.About).Build(result.Run), ResultJson.Readable.ResultDocument).GetProperty("target");
}
