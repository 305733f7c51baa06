using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary>Whose clock a run's times are by: what was asked for, and what the result says.</summary>
public sealed class ClockTests(SimulatedEngine engine) : IClassFixture<SimulatedEngine>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, 1)]
    [InlineData("auto", 2)]
    [InlineData("kernel", 1)]
    [InlineData("kernel", 2)]
    [InlineData("user", 2)]
    public async Task The_result_names_the_clock_and_the_loops(string? clock, int loops)
    {
        string[] asked = clock is null ? [] : ["--clock", clock];
        (await Loadgen.RunAsync(Bench.Quick(
            engine.Url, _folder["run"], ["--model", "sim-model", "--requests", "12", "--concurrency", "3", "--osl", "8", "--loops", $"{loops}", .. asked]))).Exits(Loadgen.Ok);
        JsonElement result = new RunFiles(_folder["run"]).AssertAddsUp().Result;
        JsonElement observer = result.GetProperty("observer");
        JsonElement configuration = result.GetProperty("configuration");

        Assert.Equal((clock ?? "auto", loops), (configuration.GetProperty("clock").GetString(), configuration.GetProperty("loops").GetInt32()));
        Assert.Equal(loops, observer.GetProperty("loops").GetInt32());

        // Each read has a delay if and only if the kernel told its time, whichever clock is used. It need not tell: that is the host's affair.
        long reads = observer.GetProperty("reads").GetInt64();
        long untimed = observer.GetProperty("untimed_reads").GetInt64();
        Assert.True(reads >= 12);
        Assert.Equal(reads - untimed, observer.GetProperty("delay_us").GetProperty("count").GetInt64());
        bool isTold = 1000 * untimed <= reads;
        Assert.Equal(clock != "user" && isTold ? "kernel" : "user", observer.GetProperty("clock").GetString());
        Assert.Equal(
            clock == "kernel" && !isTold,
            result.GetProperty("validity").GetProperty("reasons").EnumerateArray().Any(r => r.GetString()!.StartsWith("--clock kernel: ", StringComparison.Ordinal)));
    }
}
