using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary>Every token the server says it sent is in the result and in the records, and none was made up.</summary>
public sealed class TokenAccountTests(SimulatedEngine engine) : IClassFixture<SimulatedEngine>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("chat", 1)]
    [InlineData("chat", 3)]
    [InlineData("completions", 1)]
    [InlineData("completions", 3)]
    [InlineData("responses", 1)]
    [InlineData("anthropic", 1)]
    [InlineData("sglang", 1)]
    [InlineData("tgi", 1)]
    [InlineData("triton", 1)]
    [InlineData("trtllm", 1)]
    public Task A_closed_loop_loses_none(string api, int loops) => AssertAllAccountedForAsync(
        requests: 60, loops, "--api", api, "--concurrency", "7", "--requests", "60", "--isl", "20", "--osl", "24", "--range-ratio", "0.5");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_schedule_loses_none(int loops)
    {
        RunFiles run = await AssertAllAccountedForAsync(
            requests: 60, loops, "--api", "completions", "--rate", "200", "--requests", "60", "--isl", "20", "--osl", "24", "--range-ratio", "0.5");
        JsonElement arrivals = run.Result.GetProperty("schedule").GetProperty("arrivals");
        Assert.Equal((60, 60, 0), (arrivals.GetProperty("due").GetInt32(), arrivals.GetProperty("sent").GetInt32(), arrivals.GetProperty("missed").GetInt32()));
    }

    private async Task<RunFiles> AssertAllAccountedForAsync(int requests, int loops, params string[] options)
    {
        JsonElement before = await engine.StatsAsync();
        string[] basis = ["bench", "--url", engine.Url, "--model", "sim-model", "--progress", "none", "--allow-invalid", "--warmup", "0", "--output", _folder["run"]];
        (await Loadgen.RunAsync([.. basis, "--loops", $"{loops}", .. options])).Exits(Loadgen.Ok);
        JsonElement after = await engine.StatsAsync();
        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        IReadOnlyList<JsonElement> records = run.Records();

        Assert.Equal(Enumerable.Range(0, requests), records.Select(r => r.GetProperty("index").GetInt32()));
        Assert.Equal((requests, requests), (Sent("requests"), run.Outcome("completed")));
        Assert.True(Sent("tokens") > requests);
        AssertAllEqual(Sent("tokens"), Sent("chunks"), Recorded("output_tokens"), Recorded("chunks"), Told("output"), Told("chunks"));
        Assert.All(records, r => Assert.Equal(r.GetProperty("requested_output_tokens").GetInt32(), r.GetProperty("output_tokens").GetInt32()));
        Assert.Equal((Sent("tokens") - requests, requests), (run.Metric("itl_ms").GetProperty("count").GetInt64(), run.Metric("ttft_ms").GetProperty("count").GetInt64()));

        JsonElement observer = run.Result.GetProperty("observer");
        Assert.Equal((loops, 0), (observer.GetProperty("loops").GetInt32(), observer.GetProperty("dropped").GetInt64()));
        Assert.Equal(loops, run.Result.GetProperty("configuration").GetProperty("loops").GetInt32());
        return run;

        long Sent(string name) => after.GetProperty(name).GetInt64() - before.GetProperty(name).GetInt64();
        long Recorded(string name) => records.Sum(r => r.GetProperty(name).GetInt64());
        long Told(string name) => run.Result.GetProperty("tokens").GetProperty(name).GetInt64();
    }

    private static void AssertAllEqual(long first, params long[] others) => Assert.All(others, other => Assert.Equal(first, other));
}
