using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

/// <summary><c>loadgen dataset inspect</c>: the samples of the clone, and what cannot be read.</summary>
public sealed class DatasetTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sharegpt.json", "sharegpt", 10)]
    [InlineData("wildchat.jsonl", "wildchat", 8)]
    [InlineData("openai.jsonl", "openai", 6)]
    [InlineData("custom.jsonl", "custom", 20)]
    [InlineData("sessions.jsonl", "sessions", 6)]
    [InlineData("agentic.jsonl", "weka", 8)]
    [InlineData("mooncake.jsonl", "mooncake", 24)]
    public async Task The_samples_are_told_by_their_content(string file, string format, int conversations)
    {
        string path = Repository.Existing("configs", "datasets", file);
        JsonElement json = JsonDocument.Parse((await Loadgen.RunAsync("dataset", "inspect", path, "--json")).Exits(Loadgen.Ok).Stdout).RootElement;
        Assert.Equal((format, conversations), (json.GetProperty("format").GetString(), json.GetProperty("conversations").GetInt32()));
        Finished text = (await Loadgen.RunAsync("dataset", "inspect", path)).Exits(Loadgen.Ok);
        Assert.Contains($"Format: {format} (", text.Stdout, StringComparison.Ordinal);
        Assert.Equal("", text.Stderr);
    }

    [Fact]
    public async Task A_tokenizer_counts_what_is_estimated_without_it()
    {
        string path = Repository.Existing("configs", "datasets", "wildchat.jsonl");
        string tokenizer = Repository.Existing("tests", "Tokenization.Tests", "data", "trained", "llama3.json");
        Finished counted = (await Loadgen.RunAsync("dataset", "inspect", path, "--tokenizer", tokenizer)).Exits(Loadgen.Ok);
        Assert.Contains("input tokens (counted)", counted.Stdout, StringComparison.Ordinal);
        Assert.Contains("--tokenizer: ", (await Loadgen.RunAsync("dataset", "inspect", path, "--tokenizer", path)).Exits(Loadgen.Usage).Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caches_gaps_and_order_are_the_users()
    {
        string path = Repository.Existing("configs", "datasets", "agentic.jsonl");
        JsonElement json = JsonDocument.Parse((await Loadgen.RunAsync(
            "dataset", "inspect", path, "--json", "--block-size", "128", "--cache-tokens", "1024", "--cache-tokens", "1000000", "--live-sessions", "8",
            "--max-gap", "10s", "--speedup", "10", "--shuffle", "--seed", "3", "--limit", "6")).Exits(Loadgen.Ok).Stdout).RootElement;
        JsonElement cache = json.GetProperty("prefix_cache");
        Assert.Equal((6, 128, 8), (json.GetProperty("conversations").GetInt32(), cache.GetProperty("block_tokens").GetInt32(), cache.GetProperty("live_sessions").GetInt32()));
        double[] rates = [.. cache.GetProperty("lru").EnumerateArray().Select(lru => lru.GetProperty("hit_rate").GetDouble()), cache.GetProperty("hit_rate").GetDouble()];
        Assert.True(rates[0] < rates[1]);
        Assert.Equal(rates[1], rates[2]);
        Assert.InRange(json.GetProperty("gap_ms").GetProperty("max").GetInt64(), 0, 1000);
    }

    [Fact]
    public async Task A_malformed_line_is_named_and_can_be_left_out()
    {
        string path = _folder.File("d.jsonl", "{\"prompt\": \"a\"}\n{\"prompt\": 7}\n{\"prompt\": \"b\"}\n");
        (await Loadgen.RunAsync("dataset", "inspect", path)).RefusesUsage("dataset inspect", $"{path}:2: prompt is '7'; it must be a string");
        Finished skipped = (await Loadgen.RunAsync("dataset", "inspect", path, "--on-bad-line", "skip")).Exits(Loadgen.Ok);
        Assert.Contains("Left out as malformed: 1 records\n  line 2: prompt is '7'", skipped.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_shows_examples()
    {
        Finished help = (await Loadgen.RunAsync("dataset", "inspect", "--help")).Exits(Loadgen.Ok);
        Assert.Contains("loadgen dataset inspect configs/datasets/sharegpt.json", help.Stdout, StringComparison.Ordinal);
        Assert.Contains("inspect <FILE>", (await Loadgen.RunAsync("dataset", "--help")).Exits(Loadgen.Ok).Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_inspected_is_refused()
    {
        string path = Repository.Existing("configs", "datasets", "mooncake.jsonl");
        (await Loadgen.RunAsync("dataset", "inspect", _folder["none"])).RefusesUsage("dataset inspect", $"{_folder["none"]} does not exist");
        (await Loadgen.RunAsync("dataset", "inspect", path, "--cache-tokens", "many")).RefusesUsage("dataset inspect", "--cache-tokens: 'many' is not a whole number of at least 1");
        (await Loadgen.RunAsync("dataset", "inspect", path, "--block-size", "100")).Exits(Loadgen.Usage).Says("The block size is 100 tokens, and the dataset's blocks have 512");
    }

    [Theory]
    [InlineData("--dataset and --isl exclude each other", "--dataset", "d", "--isl", "5")]
    [InlineData("--dataset and --prefix-groups exclude each other", "--dataset", "d", "--prefix-groups", "5")]
    [InlineData("--trace and --dataset exclude each other", "--trace", "t", "--dataset", "d")]
    [InlineData("--dataset-limit needs --dataset", "--dataset-limit", "5")]
    [InlineData("--dataset-shuffle needs --dataset", "--dataset-shuffle")]
    [InlineData("--output-tokens needs --dataset", "--output-tokens", "5")]
    [InlineData("--prefix-zipf needs --prefix-groups", "--prefix-zipf", "1")]
    [InlineData("--prefix-groups needs --prefix-tokens of at least 1", "--prefix-groups", "5")]
    [InlineData("--dataset: d does not exist", "--dataset", "d")]
    [InlineData("--dataset-format: 'csv' is not one of auto, sharegpt, wildchat", "--dataset", "d", "--dataset-format", "csv")]
    public async Task A_run_of_what_cannot_be_is_refused_in_one_line(string message, params string[] options) =>
        (await Loadgen.RunAsync(["bench", "--url", "http://127.0.0.1:1", .. options], workingFolder: _folder.Path)).RefusesUsage("bench", message);

    [Fact]
    public async Task More_requests_than_the_dataset_holds_are_refused_with_the_way_out() =>
        (await Loadgen.RunAsync("bench", "--url", "http://127.0.0.1:1", "--dataset", Repository.Existing("configs", "datasets", "custom.jsonl"), "--requests", "21"))
            .RefusesUsage("bench", "--requests 21: the dataset holds 20 requests; ask for at most so many, or --dataset-repeat");
}
