using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Failures;

/// <summary>Standard output that takes nothing more: one line that says so, and exit code 1, whatever was to be printed.</summary>
public sealed class FullOutputTests
{
    [Theory]
    [InlineData("recipes")]
    [InlineData("recipes", "--format", "json")]
    [InlineData("skus")]
    [InlineData("skus", "h200")]
    [InlineData("hlog", "LOG")]
    [InlineData("hlog", "LOG", "--format", "json")]
    [InlineData("launch", "process/simulated", "--dry-run")]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData]
    public async Task Is_told_in_one_line(params string[] args)
    {
        string log = Repository.HistogramFixture("jHiccup-2.0.7S.logV2.hlog");
        Finished finished = await RunAsync("/dev/full", "/dev/stderr", [.. args.Select(arg => arg == "LOG" ? log : arg)]);
        finished.Exits(Loadgen.Failed).Says("standard output cannot be written", "no space left on the disk");
        Assert.Equal($"{finished.Messages[0]}\n", finished.Stderr);
    }

    [Fact]
    public async Task Standard_error_that_is_full_changes_no_exit_code() =>
        (await RunAsync("/dev/stdout", "/dev/full", "recipes", "nothing")).Exits(Loadgen.Usage);

    private static async Task<Finished> RunAsync(string output, string error, params string[] args)
    {
        await using LoadgenProcess process = LoadgenProcess.Start(["sh", "-c", "out=$1; err=$2; shift 2; exec \"$@\" >$out 2>$err", "sh", output, error, .. Loadgen.Command, .. args], null, null);
        return await process.WaitAsync();
    }
}
