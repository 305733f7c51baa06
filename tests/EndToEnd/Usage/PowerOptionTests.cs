using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

/// <summary>What cannot be meant by the options of telemetry: one line that says so, exit 2, and nothing done.</summary>
public sealed class PowerOptionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--telemetry: 'gpu' is not one of auto, nvml, nvidia-smi, amd-smi, dcgm:URL (an http address) or none", "--telemetry", "gpu")]
    [InlineData("--telemetry: 'dcgm:host' is not one of", "--telemetry", "dcgm:host")]
    [InlineData("--telemetry none and --require-power exclude each other", "--telemetry", "none", "--require-power")]
    [InlineData("--gpus: '0,,1' is not a list of different indices such as 0,1", "--telemetry", "--gpus", "0,,1")]
    [InlineData("--gpus: '1,1' is not a list of different indices such as 0,1", "--telemetry", "--gpus", "1,1")]
    [InlineData("--gpus says what telemetry reads: pass --telemetry too", "--gpus", "0")]
    [InlineData("--telemetry-period-ms: '101' is not a whole number from 5 to 100", "--telemetry", "--telemetry-period-ms", "101")]
    [InlineData("--engine-metrics: 'host:8000' is not an http address without a password", "--engine-metrics", "host:8000")]
    [InlineData("--launch-manifest: none.json cannot be read", "--telemetry", "--launch-manifest", "none.json")]
    public async Task Is_refused_in_one_line(string message, params string[] options)
    {
        (await Loadgen.RunAsync(Bench.Quick("http://127.0.0.1:1", _folder["run"], options))).RefusesUsage("bench", message);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public async Task A_question_ends_its_sentence() =>
        (await Loadgen.RunAsync(Bench.Quick("http://127.0.0.1:1", _folder["run"], "--telemetry", "dcgm:http://127.0.0.1:1/metrics", "--require-power")))
            .Exits(Loadgen.Unreachable).Says("is it listening there? Without --require-power the run goes on");

    [Theory]
    [InlineData("{\n oops", ":2:2: no valid JSON from here on")]
    [InlineData("{\"workers\": [{\"role\": \"engine\"}]}", ": none of the launch's workers has GPUs")]
    public async Task A_manifest_that_cannot_be_used_is_named_with_its_fault(string text, string fault)
    {
        string file = _folder.File("manifest.json", text);
        (await Loadgen.RunAsync(Bench.Quick("http://127.0.0.1:1", _folder["run"], "--telemetry", "--launch-manifest", file))).RefusesUsage("bench", $"--launch-manifest: {file}{fault}");
    }
}
