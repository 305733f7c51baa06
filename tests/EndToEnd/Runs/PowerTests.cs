using System.Globalization;
using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary><c>bench --telemetry</c> with an NVML that has no GPU behind it: power known, so joules known.</summary>
public sealed class PowerTests(SimulatedEngine engine) : IClassFixture<SimulatedEngine>, IDisposable
{
    private const string Pair = """{"workers": [{"name": "p", "role": "prefill", "node": "localhost", "gpus": [0]}, {"name": "d", "role": "decode", "node": "localhost", "gpus": [2, 1]}]}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Known_power_gives_known_joules()
    {
        Finished finished = await RunAsync(FakeNvml.Environment("300000,500000"), "--telemetry", "--require-power");
        finished.Exits(Loadgen.Ok);
        RunFiles run = new(_folder["run"]);
        JsonElement power = run.Result.GetProperty("power");
        double joules = 800 * run.Result.GetProperty("duration_s").GetDouble();
        long tokens = run.Result.GetProperty("tokens").GetProperty("output").GetInt64();

        Assert.Equal(("nvml", true, 1.0), (power.GetProperty("source").GetString(), power.GetProperty("valid").GetBoolean(), Figure(power, "coverage")));
        Assert.Equal(joules, Figure(power, "total_gpu_energy_j"), joules * 1e-6);
        Assert.Equal(joules, Figure(power, "counter_energy_j"), joules * 1e-3);
        Assert.Equal((400, 800, 500), (Math.Round(Figure(power, "avg_power_w"), 6), Math.Round(Figure(power, "avg_total_gpu_power_w"), 6), Figure(power, "max_power_w")));
        Assert.Equal(joules / tokens, Figure(power, "joules_per_output_token"), joules / tokens * 1e-6);
        Assert.Equal(joules / 8, Figure(power, "joules_per_successful_query"), joules * 1e-6);
        Assert.Equal(Figure(power, "joules_per_output_token"), Figure(run.InferenceX, "joules_per_output_token"));
        Assert.Equal(1, Figure(run.InferenceX, "power_valid"));
        Assert.Contains("Power: 2 GPUs (nvml), 400.0 W each, 800.0 W together, peak 500.0 W", finished.Stdout, StringComparison.Ordinal);
        Assert.Contains("telemetry.csv", run.Result.GetProperty("files").EnumerateArray().Select(f => f.GetString()));
    }

    [Fact]
    public async Task Every_reading_is_in_the_file_with_both_times_and_they_surround_the_window()
    {
        (await RunAsync(FakeNvml.Environment("300000"), "--telemetry", "nvml", "--telemetry-period-ms", "10")).Exits(Loadgen.Ok);
        RunFiles run = new(_folder["run"]);
        string[] lines = File.ReadAllText(_folder["run/telemetry.csv"]).Split('\n');
        double[] unix = [.. lines[1..^1].Select(line => double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture))];
        long[] monotonic = [.. lines[1..^1].Select(line => long.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];
        double started = run.Result.GetProperty("started_at").GetDateTimeOffset().ToUnixTimeMilliseconds() / 1000.0;

        Assert.Equal("", lines[^1]);
        Assert.Equal(monotonic.Order(), monotonic);
        Assert.Equal((monotonic[^1] - monotonic[0]) / 1e9, unix[^1] - unix[0], 1e-3);
        Assert.True(unix[0] < started + 0.001 && unix[^1] > started + run.Result.GetProperty("duration_s").GetDouble() - 0.001, $"{unix[0]} to {unix[^1]} around {started}");
        Assert.True(unix.Length >= run.Result.GetProperty("power").GetProperty("samples").GetInt64() + 2);
        Assert.All(lines[1..^1], line => Assert.Equal(["0", "GPU-fake-0", "300.000"], line.Split(',')[2..5]));
    }

    [Fact]
    public async Task A_launchs_manifest_gives_each_role_its_energy()
    {
        string manifest = _folder.File("manifest.json", Pair);
        Finished finished = await RunAsync(FakeNvml.Environment("300000,500000,400000,999000"), "--telemetry", "--launch-manifest", manifest);
        finished.Exits(Loadgen.Ok);
        JsonElement result = new RunFiles(_folder["run"]).Result;
        JsonElement power = result.GetProperty("power");
        double seconds = result.GetProperty("duration_s").GetDouble();

        Assert.Equal([0, 1, 2], power.GetProperty("gpus").EnumerateArray().Select(g => g.GetProperty("index").GetInt32()));
        Assert.Equal((300.0, 450.0), (Math.Round(Figure(power, "prefill_avg_power_w"), 6), Math.Round(Figure(power, "decode_avg_power_w"), 6)));
        Assert.Equal(300 * seconds, Figure(power, "prefill_gpu_energy_j"), 1e-3);
        Assert.Equal(900 * seconds, Figure(power, "decode_gpu_energy_j"), 1e-3);
        Assert.Contains("  decode: 2 GPUs, 450.0 W each", finished.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Required_power_whose_counter_runs_away_exits_4_and_everything_is_written()
    {
        Finished finished = await RunAsync(FakeNvml.Environment("300000", energyScale: "1.2"), "--require-power");
        Assert.Equal(Loadgen.Invalid, finished.ExitCode);
        Assert.Contains("--require-power: the energy counters and the integral of power differ", finished.Stderr, StringComparison.Ordinal);
        RunFiles run = new(_folder["run"]);
        Assert.Equal(("complete", false), (run.Status, run.Result.GetProperty("power").GetProperty("valid").GetBoolean()));
        Assert.Equal(JsonValueKind.Number, run.Result.GetProperty("power").GetProperty("total_gpu_energy_j").ValueKind);
        Assert.False(run.InferenceX.TryGetProperty("total_gpu_energy_j", out _));
    }

    [Fact]
    public async Task Required_power_without_a_source_exits_3_before_anything_is_asked_or_made()
    {
        long before = (await engine.StatsAsync()).GetProperty("requests").GetInt64();
        var nowhere = new Dictionary<string, string> { ["LOADGEN_NVML_LIBRARY"] = _folder["none.so"] };
        Finished finished = await RunAsync(nowhere, "--telemetry", "nvml", "--require-power");
        finished.Exits(Loadgen.Unreachable).Says("no GPU telemetry", "LOADGEN_NVML_LIBRARY", "cannot be loaded");
        Assert.False(Directory.Exists(_folder["run"]));
        Assert.Equal(before, (await engine.StatsAsync()).GetProperty("requests").GetInt64());
    }

    [Fact]
    public async Task Without_a_source_a_run_goes_on_says_so_and_has_no_zeros()
    {
        var nowhere = new Dictionary<string, string> { ["LOADGEN_NVML_LIBRARY"] = _folder["none.so"] };
        Finished finished = await RunAsync(nowhere, "--telemetry", "nvml");
        finished.Exits(Loadgen.Ok);
        JsonElement result = new RunFiles(_folder["run"]).Result;
        Assert.Contains("--require-power makes that an error", finished.Stderr, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, result.GetProperty("power").ValueKind);
        Assert.StartsWith("no GPU telemetry: NVML", result.GetProperty("power_absent").GetString(), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["run/telemetry.csv"]));
    }

    [Fact]
    public async Task A_GPU_that_is_not_there_is_named_with_those_that_are()
    {
        Finished finished = await RunAsync(FakeNvml.Environment("300000,500000"), "--require-power", "--telemetry", "nvml", "--gpus", "1,7");
        finished.Exits(Loadgen.Unreachable).Says("GPU 7 is not there: this host shows 0, 1");
    }

    [Fact]
    public async Task An_engines_counters_are_compared_and_its_pages_kept()
    {
        int pages = 0;
        await using ScriptedServer server = ScriptedServer.Start(async exchange =>
        {
            string page = $"tokens_total {100 * Interlocked.Increment(ref pages)}\n";
            await exchange.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {page.Length}\r\n\r\n{page}");
        });
        (await RunAsync([], "--engine-metrics", server.Url + "/metrics")).Exits(Loadgen.Ok);
        JsonElement metrics = new RunFiles(_folder["run"]).Result.GetProperty("engine_metrics");

        Assert.Equal(100, metrics.GetProperty("counters").GetProperty("tokens_total").GetDouble());
        Assert.Equal(("tokens_total 100\n", "tokens_total 200\n"), (File.ReadAllText(_folder["run/engine-metrics-start.txt"]), File.ReadAllText(_folder["run/engine-metrics-end.txt"])));
    }

    private static double Figure(JsonElement json, string name) => json.GetProperty(name).GetDouble();

    private Task<Finished> RunAsync(Dictionary<string, string> environment, params string[] options) =>
        Loadgen.RunAsync(Bench.Quick(engine.Url, _folder["run"], ["--model", "sim-model", "--osl", "60", "--requests", "8", "--concurrency", "2", .. options]), environment);
}
