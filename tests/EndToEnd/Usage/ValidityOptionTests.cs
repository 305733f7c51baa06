using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

/// <summary>The bounds of validity: refused out of range, written with the result, and what a run past them exits with.</summary>
public sealed class ValidityOptionTests : IDisposable
{
    // No client adds nothing at all.
    private static readonly string[] s_unreachable = ["--max-observer-ttft-share", "0", "--max-cpu-share", "0"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--max-observer-itl-share: '5%' is not a number from 0 to 1", "--max-observer-itl-share", "5%")]
    [InlineData("--max-observer-ttft-share: '-1' is not a number from 0 to 1", "--max-observer-ttft-share=-1")]
    [InlineData("--max-cpu-share: '80' is not a number from 0 to 1", "--max-cpu-share", "80")]
    [InlineData("--max-run-queue-share: 'NaN' is not a number from 0 to 1", "--max-run-queue-share", "NaN")]
    [InlineData("--max-lateness-ms: '1ms' is not a number of at least 0", "--max-lateness-ms", "1ms")]
    [InlineData("--max-lateness-gap-share: '2' is not a number from 0 to 1", "--max-lateness-gap-share", "2")]
    public async Task A_bound_that_is_none_is_refused_in_one_line(string message, params string[] options) =>
        (await Loadgen.RunAsync(["bench", "--url", "http://127.0.0.1:1", .. options], workingFolder: _folder.Path)).RefusesUsage("bench", message);

    [Fact]
    public async Task A_run_past_its_bounds_is_whole_and_exits_with_4()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        string[] args = [.. Bench.Quick(server.Url, _folder["run"], ["--requests", "2", .. s_unreachable]).Where(a => a != "--allow-invalid")];
        Finished bench = (await Loadgen.RunAsync(args)).Exits(Loadgen.Invalid).Says("the measurement is invalid", "--allow-invalid");

        Assert.Contains("\nINVALID: ", bench.Stdout, StringComparison.Ordinal);
        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        Assert.Equal(("complete", 2, false), (run.Status, run.Outcome("completed"), Valid(run)));
        Assert.NotEqual(0, run.Result.GetProperty("validity").GetProperty("reasons").GetArrayLength());
    }

    [Fact]
    public async Task An_invalid_run_that_is_allowed_exits_with_0_and_still_says_so()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        Finished bench = (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], ["--requests", "2", .. s_unreachable]))).Exits(Loadgen.Ok);

        Assert.Contains("\nINVALID: ", bench.Stdout, StringComparison.Ordinal);
        Assert.False(Valid(new RunFiles(_folder["run"])));
    }

    [Fact]
    public async Task The_bounds_in_force_are_in_the_result()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        string[] options =
        [
            "--max-observer-itl-share", "0.5", "--max-observer-ttft-share", "0.25", "--max-cpu-share", "0.75",
            "--max-run-queue-share", "0.125", "--max-lateness-ms", "20", "--max-lateness-gap-share", "0.0625",
        ];
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], ["--requests", "2", .. options]))).Exits(Loadgen.Ok);
        JsonElement result = new RunFiles(_folder["run"]).Result;
        double[] expected = [0.5, 0.25, 0.75, 0.125, 20, 0.0625];

        JsonElement bounds = result.GetProperty("validity").GetProperty("bounds");
        Assert.Equal(expected, bounds.EnumerateObject().Where(b => b.Name != "delay_always").Select(b => b.Value.GetDouble()));
        Assert.True(bounds.GetProperty("delay_always").GetBoolean());
        JsonElement configuration = result.GetProperty("configuration");
        Assert.Equal(expected, options.Where(o => o.StartsWith("--", StringComparison.Ordinal)).Select(o => configuration.GetProperty(o[2..].Replace('-', '_')).GetDouble()));
        Assert.True(configuration.GetProperty("allow_invalid").GetBoolean());
    }

    private static bool Valid(RunFiles run) => run.Result.GetProperty("validity").GetProperty("valid").GetBoolean();
}
