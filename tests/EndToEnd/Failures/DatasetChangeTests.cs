using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Failures;

/// <summary>A dataset that is changed while a run reads it: the run ends with one line, and what was measured is kept.</summary>
public sealed class DatasetChangeTests : IDisposable
{
    private const int ChangedAt = 5;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--dataset")]
    [InlineData("--sessions")]
    public async Task A_run_whose_dataset_is_cut_short_keeps_what_it_measured(string option)
    {
        string dataset = _folder["data.jsonl"];
        File.WriteAllLines(dataset, Enumerable.Range(0, 1000).Select(i => $$"""{"prompt":"question {{i}}","output_tokens":{{Bench.QuickTokens}}}"""));
        await using ScriptedServer server = ScriptedServer.Start(async exchange =>
        {
            if (exchange.Number == ChangedAt)
            {
                File.WriteAllText(dataset, "{}\n");
            }

            await exchange.SendAsync(Answers.Stream(Bench.QuickTokens));
        });
        Finished finished = await Loadgen.RunAsync(
            "bench", "--url", server.Url, "--model", "sim", "--output", _folder["run"], "--allow-invalid", "--warmup", "0", "--progress", "none", option, dataset);

        finished.Exits(Loadgen.Failed);
        string line = Assert.Single(finished.Stderr.Split('\n'), line => line.Contains(dataset, StringComparison.Ordinal));
        Assert.StartsWith($"loadgen: {dataset}:1: the file was changed while it was in use: at byte ", line, StringComparison.Ordinal);
        Assert.EndsWith("it must stay as it is; what was measured is marked partial", line, StringComparison.Ordinal);
        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        Assert.Equal("partial", run.Status);
        Assert.InRange(run.Outcome("completed"), ChangedAt, 999);
    }
}
