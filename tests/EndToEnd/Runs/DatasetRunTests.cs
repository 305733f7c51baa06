using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary><c>bench --dataset</c> and <c>--prefix-groups</c> against <c>simulate</c>.</summary>
public sealed class DatasetRunTests(SimulatedEngine engine) : IClassFixture<SimulatedEngine>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("chat")]
    [InlineData("completions")]
    public async Task Each_prompt_of_a_dataset_is_asked_once_with_its_own_length(string api)
    {
        RunFiles run = await BenchAsync("--api", api, "--dataset", Sample("custom.jsonl"), "--concurrency", "4");
        Assert.Equal(20, run.Outcome("completed"));
        int[] wanted = [.. File.ReadLines(Sample("custom.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("output_tokens").GetInt32())];
        Assert.Equal(wanted.Order(), run.Records().Select(r => r.GetProperty("output_tokens").GetInt32()).Order());
        JsonElement workload = run.Result.GetProperty("workload");
        Assert.Equal(("custom", "dataset"), (workload.GetProperty("name").GetString(), workload.GetProperty("input_length_measured_by").GetString()));
        Assert.StartsWith("custom dataset custom.jsonl, 20 conversations, last turn", workload.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversations_are_asked_on_schedule_with_tools_and_history()
    {
        RunFiles run = await BenchAsync("--dataset", Sample("openai.jsonl"), "--dataset-repeat", "2", "--dataset-shuffle", "--rate", "100", "--requests", "12", "--output-tokens", "3");
        Assert.Equal((12, "open_loop"), (run.Outcome("completed"), run.Result.GetProperty("schedule").GetProperty("mode").GetString()));
        Assert.All(run.Records(), r => Assert.Equal(3, r.GetProperty("output_tokens").GetInt32()));
        Assert.Equal(2, run.Result.GetProperty("configuration").GetProperty("dataset_repeat").GetInt32());
    }

    [Fact]
    public async Task Prompts_known_by_hashes_go_out_as_ids_over_and_over()
    {
        RunFiles run = await BenchAsync("--api", "completions", "--dataset", Sample("mooncake.jsonl"), "--output-tokens", "2", "--concurrency", "2", "--duration", "500ms");
        Assert.Equal(run.Outcome("requested"), run.Outcome("completed"));
        Assert.Equal("token_ids", run.Result.GetProperty("workload").GetProperty("input_length_measured_by").GetString());
        Assert.Equal(0, run.Result.GetProperty("tokens").GetProperty("input_mismatches").GetInt32());
    }

    [Fact]
    public async Task Made_up_prompts_of_groups_have_prefix_and_suffix()
    {
        RunFiles run = await BenchAsync(
            "--api", "completions", "--prefix-groups", "3", "--prefix-tokens", "64", "--prefix-zipf", "1.2", "--isl", "16", "--osl", "3", "--requests", "9", "--warmup", "2");
        Assert.Equal(9, run.Outcome("completed"));
        Assert.All(run.Records(), r => Assert.Equal(80, r.GetProperty("requested_input_tokens").GetInt32()));
        Assert.Equal("shared-prefix", run.Result.GetProperty("workload").GetProperty("name").GetString());
    }

    private static string Sample(string name) => Repository.Existing("configs", "datasets", name);

    private async Task<RunFiles> BenchAsync(params string[] options)
    {
        string[] basis = ["bench", "--url", engine.Url, "--model", "sim-model", "--progress", "none", "--allow-invalid", "--output", _folder["run"]];
        (await Loadgen.RunAsync([.. basis, .. options])).Exits(Loadgen.Ok);
        return new RunFiles(_folder["run"]).AssertAddsUp();
    }
}
