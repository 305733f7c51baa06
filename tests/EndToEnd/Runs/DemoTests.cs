using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

public sealed class DemoTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_demo_measures_four_concurrencies_and_prints_their_table()
    {
        Finished demo = (await Loadgen.RunAsync("demo", "--output", _folder["demo"], "--progress", "none")).Exits(Loadgen.Ok);
        Assert.Equal("", demo.Stderr);
        Assert.All(["simulated engine", "Simulated figures", _folder["demo"], "Next: loadgen bench"], text => Assert.Contains(text, demo.Stdout, StringComparison.Ordinal));
        foreach ((int concurrency, int requests) in new[] { (1, 4), (8, 32), (64, 256), (256, 1024) })
        {
            RunFiles run = new RunFiles(Path.Combine(_folder["demo"], $"concurrency-{concurrency}")).AssertAddsUp();
            Assert.Equal((requests, requests), (run.Outcome("requested"), run.Outcome("completed")));
            Assert.True(run.Result.GetProperty("simulated").GetBoolean());
            Assert.Matches($@"(?m)^\W*{concurrency}\b", demo.Stdout);
        }
    }

    [Fact]
    public async Task The_demo_can_be_interrupted()
    {
        await using LoadgenProcess demo = Loadgen.Start("demo", "--output", _folder["demo"], "--progress", "none");
        await demo.WaitForLineAsync("simulated engine");
        demo.Signal(LoadgenProcess.SigInt);
        (await demo.WaitAsync()).Exits(Loadgen.Interrupted).Says("interrupted");
    }
}
