using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

public sealed class CalibrateTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private Dictionary<string, string> StateHome => new() { ["XDG_STATE_HOME"] = _folder.Path };

    private string DefaultFile => Path.Combine(_folder.Path, "loadgen", "calibration.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_calibration_is_printed_and_saved_and_bench_cites_it()
    {
        Finished calibrate = (await CalibrateAsync()).Exits(Loadgen.Ok);
        Assert.All(["Paced server on cores ", "streams", "Limit of this host: ", $"Saved: {DefaultFile}"], text => Assert.Contains(text, calibrate.Stdout, StringComparison.Ordinal));
        using JsonDocument file = JsonDocument.Parse(await File.ReadAllTextAsync(DefaultFile, TestContext.Current.CancellationToken));
        AssertShape(file.RootElement);

        await using LoadgenProcess engine = Loadgen.Start("simulate", "--port", "0", "--ttft", "1ms", "--itl", "1ms");
        string url = SimulatedEngine.UrlIn(await engine.WaitForLineAsync("simulated engine at "));
        Finished bench = (await Loadgen.RunAsync(Bench.Quick(url, _folder["run"]), StateHome)).Exits(Loadgen.Ok);
        JsonElement citation = new RunFiles(_folder["run"]).Result.GetProperty("calibration");
        Assert.Equal(DefaultFile, citation.GetProperty("file").GetString());
        Assert.True(citation.GetProperty("matches_host").GetBoolean(), citation.GetProperty("host_differences").ToString());
        Assert.DoesNotContain("another machine", bench.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_default_calibration_is_a_warning_and_a_broken_named_one_an_error()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(DefaultFile)!);
        await File.WriteAllTextAsync(DefaultFile, "{", TestContext.Current.CancellationToken);
        Finished warned = await Loadgen.RunAsync(Bench.Quick("http://127.0.0.1:1", _folder["run"]), StateHome);
        Assert.Contains($"loadgen: warning: no calibration is cited: {DefaultFile} is not a whole calibration", warned.Stderr, StringComparison.Ordinal);
        warned.Exits(Loadgen.Unreachable);

        (await Loadgen.RunAsync(Bench.Quick("http://127.0.0.1:1", _folder["other"], "--calibration", DefaultFile)))
            .RefusesUsage("bench", $"--calibration: {DefaultFile} is not a whole calibration");
    }

    [Fact]
    public async Task An_interrupted_calibration_saves_nothing()
    {
        await using LoadgenProcess calibrate = LoadgenProcess.Start([.. Loadgen.Command, "calibrate", "--progress", "none"], StateHome, null);
        await calibrate.WaitForLineAsync("Paced server on cores ");
        calibrate.Signal(LoadgenProcess.SigInt);
        (await calibrate.WaitAsync()).Exits(Loadgen.Interrupted).Says("no calibration was saved");
        Assert.False(File.Exists(DefaultFile));
    }

    [Theory]
    [InlineData("--server-cores: 'all' is not a list of cores", "--server-cores", "all")]
    [InlineData("--client-cores: this process may not use 8191", "--client-cores", "8191")]
    [InlineData("--duration: '0' is not a duration", "--duration", "0")]
    [InlineData("--max-streams: '0' is not a whole number", "--max-streams", "0")]
    public async Task What_cannot_be_meant_is_refused_in_one_line(string message, params string[] options) =>
        Assert.Contains(message, Assert.Single((await Loadgen.RunAsync(["calibrate", .. options], StateHome)).Exits(Loadgen.Usage).Messages), StringComparison.Ordinal);

    [Fact]
    public async Task More_streams_than_open_files_are_refused_before_anything_is_loaded()
    {
        string[] command = ["prlimit", "--nofile=256:256", .. Loadgen.Command, .. Bench.Quick("http://127.0.0.1:1", _folder["run"], "--concurrency", "1000")];
        await using LoadgenProcess bench = LoadgenProcess.Start(command, StateHome, null);
        (await bench.WaitAsync()).RefusesUsage("bench", "1,000 streams at once need ", "; fix: ulimit -n ");
        Assert.False(Directory.Exists(_folder["run"]));
    }

    private Task<Finished> CalibrateAsync() =>
        Loadgen.RunAsync(["calibrate", "--max-streams", "16", "--duration", "1s", "--progress", "none"], StateHome);

    private static void AssertShape(JsonElement file)
    {
        Assert.Equal(("loadgen.calibration", 1), (file.GetProperty("schema").GetString(), file.GetProperty("schema_version").GetInt32()));
        Assert.Equal("loadgen", file.GetProperty("tool").GetProperty("name").GetString());
        Assert.NotEmpty(file.GetProperty("host").GetProperty("client_cores").EnumerateArray());
        JsonElement[] levels = [.. file.GetProperty("levels").EnumerateArray()];
        Assert.Equal(16, levels[^1].GetProperty("streams").GetInt32());
        Assert.Equal(800, levels[^1].GetProperty("tokens_per_s_asked").GetDouble());
        Assert.All(levels, level => Assert.InRange(level.GetProperty("tokens_per_s_seen").GetDouble(), 1, 100 * level.GetProperty("streams").GetInt32()));
        Assert.All(levels, level => Assert.Contains(level.GetProperty("verdict").GetString(), new[] { "valid", "invalid", "server_bound" }));

        // How fast the machine of the test is decides whether there is a limit.
        if (levels.LastOrDefault(level => level.GetProperty("verdict").GetString() == "valid") is { ValueKind: JsonValueKind.Object } best)
        {
            Assert.Equal(best.GetProperty("streams").GetInt32(), file.GetProperty("limit").GetProperty("streams").GetInt32());
        }
        else
        {
            Assert.Equal(JsonValueKind.Null, file.GetProperty("limit").ValueKind);
        }
    }
}
