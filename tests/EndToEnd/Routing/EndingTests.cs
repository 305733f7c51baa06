using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>How a router ends.</summary>
public sealed class EndingTests
{
    [Theory]
    [InlineData("sglang")]
    [InlineData("aggregated")]
    public async Task A_signal_lets_a_running_stream_finish(string name)
    {
        await using RoutedPool pool = await RoutedPool.StartAsync(name, null, "--itl", "20ms");
        LoadgenProcess process = pool.Router.Process;
        using HttpResponseMessage response = await pool.Router.OpenAsync(Ask.CompletionPath, Ask.Stream(40));
        using var stream = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.StartsWith("data: {", await stream.ReadLineAsync(), StringComparison.Ordinal);
        process.Signal(LoadgenProcess.SigTerm);
        await process.WaitForMessageAsync("a second signal ends it at once");
        string rest = await stream.ReadToEndAsync();
        Assert.Equal(40, rest.Split("data: ").Length - 1);
        Assert.EndsWith("data: [DONE]\n\n", rest, StringComparison.Ordinal);
        (await process.WaitAsync()).Exits(Loadgen.Ok);
    }

    [Fact]
    public async Task A_second_signal_ends_it_while_a_stream_runs()
    {
        await using RoutedPool pool = await RoutedPool.StartAsync("sglang");
        await pool.Decode.FaultsAsync("stall:2");
        LoadgenProcess process = pool.Router.Process;
        using HttpResponseMessage response = await pool.Router.OpenAsync(Ask.CompletionPath, Ask.Stream(5));
        process.Signal(LoadgenProcess.SigTerm);
        await process.WaitForMessageAsync("a second signal ends it at once");
        Assert.False(process.HasExited);
        process.Signal(LoadgenProcess.SigTerm);
        (await process.WaitAsync()).Exits(128 + LoadgenProcess.SigTerm);
        // The engine's request is gone with the router.
        await Eventually.HoldsAsync(pool.Decode.StatsAsync, stats => stats.GetProperty("active").GetInt64() == 0);
    }
}
