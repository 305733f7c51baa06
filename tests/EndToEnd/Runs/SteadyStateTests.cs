using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary>The steady state of real runs: what <c>result.json</c> says of it holds for the records.</summary>
public sealed class SteadyStateTests(SimulatedEngine engine) : IClassFixture<SimulatedEngine>, IDisposable
{
    private const int InputTokens = 30;
    private const int OutputTokens = 20;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_closed_loop_is_steady_once_its_streams_are_under_way()
    {
        const int Streams = 4;
        RunFiles run = await BenchAsync("--concurrency", $"{Streams}", "--requests", "60", "--goodput", "e2el:60000");
        JsonElement steady = AssertHolds(run, requests: 60);

        // The window opens with the fourth stream's first request; none can be sent after it closed but by streams that were about to.
        Assert.True(run.Records().Count(r => Phase(r) == "ramp") >= Streams);
        Assert.True(run.Records().Count(r => Phase(r) == "drain") < Streams);
        Assert.InRange(Number(steady, "below_s"), 0, Number(steady, "length_s"));
        Assert.Contains("4 requests (95% of concurrency 4)", steady.GetProperty("rule").GetString(), StringComparison.Ordinal);
        JsonElement throughput = steady.GetProperty("throughput");
        Assert.Equal(Number(throughput, "requests_per_s"), Number(throughput, "goodput_requests_per_s"));
    }

    [Fact]
    public async Task A_schedule_is_steady_from_the_first_completion_to_the_last_arrival()
    {
        RunFiles run = await BenchAsync("--rate", "50", "--arrivals", "constant", "--requests", "40");
        JsonElement steady = AssertHolds(run, requests: 40);

        Assert.True(Ns(steady, "start_s") >= run.Records().Min(r => Ns(r, "end_s")));
        Assert.True(Ns(steady, "end_s") >= run.Records().Max(r => Ns(r, "intended_s")));
        Assert.Equal(0, Number(steady, "below_s"));
        Assert.Equal(JsonValueKind.Null, steady.GetProperty("throughput").GetProperty("goodput_requests_per_s").ValueKind);
    }

    [Fact]
    public async Task Fewer_requests_than_streams_are_never_steady()
    {
        RunFiles run = await BenchAsync("--concurrency", "64", "--requests", "5");

        Assert.Equal(JsonValueKind.Null, run.Result.GetProperty("steady_state").ValueKind);
        Assert.Contains("61 requests (95% of concurrency 64)", run.Result.GetProperty("steady_state_absent").GetString(), StringComparison.Ordinal);
        Assert.All(run.Records(), r => Assert.Equal("ramp", Phase(r)));
    }

    private static JsonElement AssertHolds(RunFiles run, int requests)
    {
        JsonElement steady = run.Result.GetProperty("steady_state");
        Assert.Equal(JsonValueKind.Object, steady.ValueKind);
        Assert.Equal(JsonValueKind.Null, run.Result.GetProperty("steady_state_absent").ValueKind);
        double length = Number(steady, "length_s");
        Assert.True(length > 0 && Number(steady, "ramp_s") >= 0 && Number(steady, "drain_s") >= 0);
        Assert.Equal(Number(run.Result, "duration_s"), Number(steady, "ramp_s") + length + Number(steady, "drain_s"), tolerance: 1e-8);
        Assert.Equal(length, Number(steady, "end_s") - Number(steady, "start_s"), tolerance: 1e-8);

        (long open, long close) = (Ns(steady, "start_s"), Ns(steady, "end_s"));
        IReadOnlyList<JsonElement> records = run.Records();
        Assert.Equal(requests, records.Count);
        Assert.All(records, r => Assert.Equal(Ns(r, "send_s") <= open ? "ramp" : Ns(r, "send_s") <= close ? "steady" : "drain", Phase(r)));

        int sent = records.Count(r => Phase(r) == "steady");
        int ended = records.Count(r => Ns(r, "end_s") > open && Ns(r, "end_s") <= close);
        Assert.True(sent > 0 && ended > 0);
        Assert.Equal((sent, ended), (steady.GetProperty("requests").GetInt32(), steady.GetProperty("requests_ended").GetInt32()));
        JsonElement metrics = steady.GetProperty("metrics");
        Assert.All(["ttft_ms", "ttft_intended_ms", "tpot_ms", "e2e_ms", "e2e_intended_ms", "schedule_lateness_ms", "input_tokens", "output_tokens"],
            metric => Assert.Equal(sent, metrics.GetProperty(metric).GetProperty("count").GetInt32()));

        // An answer that came in one read has no pace.
        int paced = records.Count(r => Phase(r) == "steady" && Number(r, "tpot_ms") > 0);
        Assert.Equal(paced, metrics.GetProperty("interactivity_tps").GetProperty("count").GetInt32());

        // Every token that arrived inside is the first of its request or ends a gap inside.
        double arrived = Number(steady, "output_tokens");
        int first = records.Count(r => FirstTokenNs(r) > open && FirstTokenNs(r) <= close);
        Assert.Equal(arrived - first, Number(metrics.GetProperty("itl_ms"), "count"));
        JsonElement throughput = steady.GetProperty("throughput");
        Assert.Equal(ended, Number(throughput, "requests_per_s") * length, 6);
        Assert.Equal(ended * InputTokens, Number(throughput, "input_tokens_per_s") * length, 6);
        Assert.Equal(arrived, Number(throughput, "output_tokens_per_s") * length, 6);
        return steady;
    }

    private static string? Phase(JsonElement record) => record.GetProperty("phase").GetString();

    private static double Number(JsonElement of, string name) => of.GetProperty(name).GetDouble();

    private static long Ns(JsonElement of, string seconds) => (long)Math.Round(Number(of, seconds) * 1e9);

    private static long FirstTokenNs(JsonElement record) => Ns(record, "send_s") + (long)Math.Round(Number(record, "ttft_ms") * 1e6);

    private async Task<RunFiles> BenchAsync(params string[] options)
    {
        (await Loadgen.RunAsync([
            "bench", "--url", engine.Url, "--model", "sim-model", "--progress", "none", "--allow-invalid", "--output", _folder["run"], "--warmup", "0",
            "--api", "completions", "--isl", $"{InputTokens}", "--osl", $"{OutputTokens}", .. options])).Exits(Loadgen.Ok);
        return new RunFiles(_folder["run"]).AssertAddsUp();
    }
}
