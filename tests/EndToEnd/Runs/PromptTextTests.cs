using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary><c>bench --tokenizer</c>: prompts as text whose length is the one asked for, in the server's count and in <c>loadgen tokenize</c>'s.</summary>
public sealed class PromptTextTests : IDisposable
{
    private const string Template = "{{ bos_token }}{% for m in messages %}<|{{ m.role }}|>\n{{ m.content | trim }}\n{% endfor %}{% if tall is defined %}tall{% endif %}<|assistant|>\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("llama3", "tokenizer", "--api", "completions")]
    [InlineData("llama2", "tokenizer", "--api", "completions", "--prefix-tokens", "9")]
    [InlineData("qwen", "tokenizer", "--api", "completions", "--rate", "400")]
    [InlineData("llama3", "tokenizer_and_template", "--api", "chat")]
    [InlineData("o200k", "tokenizer_and_template", "--api", "chat", "--extra-body", """{"chat_template_kwargs":{"tall":true}}""")]
    [InlineData("deepseek-v3", "tokenizer_and_template", "--api", "completions", "--use-chat-template")]
    public async Task Every_prompt_has_the_length_asked_for_in_the_servers_count(string tokenizer, string measuredBy, params string[] options)
    {
        string model = Model(tokenizer, Template);
        await using LoadgenProcess engine = Loadgen.Start("simulate", "--port", "0", "--ttft", "5ms", "--itl", "1ms", "--model", "sim-model", "--tokenizer", model);
        string url = SimulatedEngine.UrlIn(await engine.WaitForLineAsync("simulated engine at "));
        RunFiles run = await BenchAsync(url, ["--tokenizer", model, "--isl", "180", "--range-ratio", "0.5", "--requests", "30", "--concurrency", "5", .. options]);

        Assert.Equal(30, run.Outcome("completed"));
        Assert.All(run.Records(), r => Assert.Equal(r.GetProperty("requested_input_tokens").GetInt32(), r.GetProperty("input_tokens").GetInt32()));
        JsonElement truth = run.Result.GetProperty("input_truth");
        foreach (string name in (string[])["usage_against_target", "client_against_target", "usage_against_client"])
        {
            Assert.Equal((30, 0, 0.0), Disagreement(truth.GetProperty(name)));
        }

        JsonElement workload = run.Result.GetProperty("workload");
        Assert.Equal(("random", measuredBy), (workload.GetProperty("name").GetString(), workload.GetProperty("input_length_measured_by").GetString()));
        Assert.Equal(measuredBy == "tokenizer", truth.GetProperty("template_tokens").ValueKind == JsonValueKind.Null);
        JsonElement configuration = run.Result.GetProperty("configuration");
        Assert.Equal((model, "text"), (configuration.GetProperty("tokenizer").GetString(), configuration.GetProperty("prompt_format").GetString()));
        Assert.Equal(model, run.InferenceX.GetProperty("tokenizer_id").GetString());

        int[] lengths = [.. run.Records().Select(r => r.GetProperty("input_tokens").GetInt32())];
        Assert.True(lengths.Distinct().Count() > 10, "lengths are drawn");
        Assert.All(lengths, length => Assert.InRange(length, 90, 189));
    }

    [Theory]
    [InlineData("completions")]
    [InlineData("chat")]
    public async Task Loadgen_tokenize_counts_as_many_in_what_was_sent_and_warm_up_prompts_are_others(string api)
    {
        string model = Model("llama3", Template);
        await using var server = ScriptedServer.Answering(Answers.Stream(3));
        RunFiles run = await BenchAsync(server.Url, ["--api", api, "--tokenizer", model, "--isl", "120", "--osl", "3", "--range-ratio", "0.8", "--requests", "4", "--warmup", "4", "--concurrency", "1", "--max-failure-rate", "1"]);

        string[] sent = [.. server.Exchanges.Select(exchange => Prompt(exchange.Request.Body, api))];
        Assert.Equal(8, sent.Distinct().Count());
        int[] wanted = [.. run.Records().Select(r => r.GetProperty("requested_input_tokens").GetInt32())];
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(wanted[i], await CountAsync(sent[4 + i], api, model));
        }
    }

    [Fact]
    public async Task Without_a_template_the_servers_count_says_what_it_puts_around_the_text()
    {
        await using LoadgenProcess engine = Loadgen.Start("simulate", "--port", "0", "--ttft", "5ms", "--itl", "1ms", "--model", "sim-model", "--tokenizer", Model("llama3", Template));
        string url = SimulatedEngine.UrlIn(await engine.WaitForLineAsync("simulated engine at "));
        RunFiles run = await BenchAsync(url, ["--api", "chat", "--tokenizer", Model("bare/llama3", null), "--isl", "60", "--requests", "5"]);
        JsonElement truth = run.Result.GetProperty("input_truth");
        Assert.Equal((5, 0, 0.0), Disagreement(truth.GetProperty("client_against_target")));
        (int requests, int differing, double mean) = Disagreement(truth.GetProperty("usage_against_target"));
        Assert.Equal((5, 5), (requests, differing));
        Assert.InRange(mean, 20, 30);
        Assert.Equal("tokenizer", run.Result.GetProperty("workload").GetProperty("input_length_measured_by").GetString());

        // The same template named by its file, and all is exact again.
        RunFiles exact = await BenchAsync(url, ["--api", "chat", "--tokenizer", Model("bare/llama3", null), "--chat-template", _folder.File("t.jinja", Template.Replace("bos_token", "'<|begin_of_text|>'", StringComparison.Ordinal)), "--isl", "60", "--requests", "5"]);
        Assert.Equal((5, 0, 0.0), Disagreement(exact.Result.GetProperty("input_truth").GetProperty("usage_against_target")));
    }

    [Fact]
    public async Task A_run_that_time_ends_samples_on()
    {
        string model = Model("llama3", Template);
        await using LoadgenProcess engine = Loadgen.Start("simulate", "--port", "0", "--ttft", "1ms", "--itl", "1ms", "--model", "sim-model", "--tokenizer", model);
        string url = SimulatedEngine.UrlIn(await engine.WaitForLineAsync("simulated engine at "));
        RunFiles run = await BenchAsync(url, ["--api", "completions", "--tokenizer", model, "--isl", "20", "--osl", "2", "--duration", "1s", "--concurrency", "16"]);
        Assert.True(run.Outcome("completed") > 100, $"{run.Outcome("completed")} requests");
        Assert.Equal(0, run.Result.GetProperty("input_truth").GetProperty("usage_against_target").GetProperty("differing").GetInt32());
    }

    [Fact]
    public async Task Several_clients_sample_their_own_parts()
    {
        string model = Model("llama3", Template);
        await using LoadgenProcess engine = Loadgen.Start("simulate", "--port", "0", "--ttft", "5ms", "--itl", "1ms", "--model", "sim-model", "--tokenizer", model);
        string url = SimulatedEngine.UrlIn(await engine.WaitForLineAsync("simulated engine at "));
        RunFiles run = await BenchAsync(url, ["--api", "chat", "--tokenizer", model, "--isl", "100", "--range-ratio", "0.5", "--requests", "20", "--concurrency", "4", "--clients", "2"]);
        Assert.Equal(20, run.Outcome("completed"));
        Assert.Equal((20, 0, 0.0), Disagreement(run.Result.GetProperty("input_truth").GetProperty("usage_against_target")));
    }

    private static (int Requests, int Differing, double Mean) Disagreement(JsonElement counts) =>
        (counts.GetProperty("requests").GetInt32(), counts.GetProperty("differing").GetInt32(), counts.GetProperty("mean").GetDouble());

    private static string Prompt(string body, string api)
    {
        using JsonDocument request = JsonDocument.Parse(body);
        return api == "chat" ? request.RootElement.GetProperty("messages").GetRawText() : request.RootElement.GetProperty("prompt").GetString()!;
    }

    private async Task<int> CountAsync(string prompt, string api, string model)
    {
        string file = _folder.File("prompt.txt", prompt);
        string[] what = api == "chat" ? ["--chat", file] : [file, "--special"];
        Finished counted = (await Loadgen.RunAsync(["tokenize", .. what, "--tokenizer", model, "--count"])).Exits(Loadgen.Ok);
        return int.Parse(counted.Stdout, System.Globalization.CultureInfo.InvariantCulture);
    }

    // A model's folder as it is downloaded.
    private string Model(string name, string? template)
    {
        string folder = Directory.CreateDirectory(_folder[name]).FullName;
        File.Copy(Repository.Existing("tests", "Tokenization.Tests", "data", "trained", Path.GetFileName(name) + ".json"), Path.Combine(folder, "tokenizer.json"), overwrite: true);
        if (template is not null)
        {
            var config = new System.Text.Json.Nodes.JsonObject { ["bos_token"] = "<|begin_of_text|>", ["chat_template"] = template };
            File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), config.ToJsonString());
        }

        return folder;
    }

    private async Task<RunFiles> BenchAsync(string url, string[] options)
    {
        string[] basis = ["bench", "--url", url, "--model", "sim-model", "--progress", "none", "--allow-invalid", "--overwrite", "--output", _folder["run"]];
        string[] osl = options.Contains("--osl") ? [] : ["--osl", "3"];
        (await Loadgen.RunAsync([.. basis, .. osl, .. options])).Exits(Loadgen.Ok);
        return new RunFiles(_folder["run"]).AssertAddsUp();
    }
}
