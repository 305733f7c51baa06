using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary>A run past a bound of validity loses nothing: it only says so, and exits so.</summary>
public sealed class InvalidRunTests(SimulatedEngine engine) : IClassFixture<SimulatedEngine>, IDisposable
{
    private const int Requests = 8;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, Loadgen.Invalid)]
    [InlineData(true, Loadgen.Ok)]
    public async Task Every_file_is_whole_and_the_exit_code_depends_on_what_is_allowed(bool isAllowed, int exitCode)
    {
        // A thousandth of a millionth of a token's gap: no client is so quick.
        string[] args = Bench.Quick(
            engine.Url, _folder["run"], "--model", "sim-model", "--requests", $"{Requests}", "--concurrency", "2", "--osl", "20", "--max-observer-itl-share", "1e-9");
        Finished bench = (await Loadgen.RunAsync(args.Where(a => isAllowed || a != "--allow-invalid"))).Exits(exitCode);

        Assert.Equal(isAllowed ? 0 : 1, bench.Messages.Count);
        Assert.All(bench.Messages, m => Assert.Contains("--max-observer-itl-share", m, StringComparison.Ordinal));
        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        Assert.Equal(("complete", Requests, Requests), (run.Status, run.Outcome("completed"), run.Records().Count));
        JsonElement validity = run.Result.GetProperty("validity");
        Assert.False(validity.GetProperty("valid").GetBoolean());
        Assert.Contains(validity.GetProperty("reasons").EnumerateArray(), r => r.GetString()!.Contains("--max-observer-itl-share", StringComparison.Ordinal));
        Assert.Equal(1e-9, validity.GetProperty("bounds").EnumerateObject().First().Value.GetDouble());

        string[] named = [.. run.Result.GetProperty("files").EnumerateArray().Select(f => f.GetString()!), "result.json"];
        Assert.Equal(named.Order(StringComparer.Ordinal), Directory.GetFiles(_folder["run"]).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.All(named, name => Assert.NotEqual(0, new FileInfo(_folder[Path.Combine("run", name)]).Length));
        Assert.Equal(Requests, run.InferenceX.GetProperty("completed").GetInt32());
    }
}
