using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Evaluating;

/// <summary><c>eval</c> against a server whose answers are known.</summary>
public sealed class EvalTests : IDisposable
{
    private const string Evaluation = """
        dataset: { shape: pairs, file: set.jsonl }
        prompt: { template: '{question}', system: Be brief. }
        generation: { stop: [END], stop_in_text: [NEXT], max_tokens: 50 }
        extract: { strict: [{ by: hash_marks }], flexible: [{ by: last_number }] }
        match: { by: numeric }
        """;

    private readonly TempFolder _folder = new();

    public EvalTests()
    {
        _folder.File("mine.yaml", Evaluation);
        _folder.File("set.jsonl", string.Concat(Enumerable.Range(1, 20).Select(i => $$"""{"id":"q{{i}}","prompt":"say {{i}}","answer":{{i}}}""" + "\n")));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Accuracy_stands_beside_throughput()
    {
        await using var server = ScriptedServer.Start(exchange => exchange.SendAsync(Say(exchange, rightUpTo: 15)));
        Finished done = (await EvalAsync(server, "out")).Exits(Loadgen.Ok);
        Assert.Matches(@"(?m)^accuracy +75\.0% \(53\.1–88\.8%\), 15 of 20$", done.Stdout);
        Assert.Matches(@"(?m)^speed +[\d.]+ output tokens/s at 4 streams, TTFT p50 ", done.Stdout);

        JsonElement evaluation = Json("out", "evaluation.json");
        Assert.Equal(("loadgen.evaluation", "complete", "mine"), (Text(evaluation, "schema"), Text(evaluation, "status"), Text(evaluation, "name")));
        Assert.Equal(0.75, evaluation.GetProperty("accuracy").GetProperty("share").GetDouble());
        Assert.Equal(20, evaluation.GetProperty("questions").GetArrayLength());
        RunFiles run = new RunFiles(_folder["out"]).AssertAddsUp();
        Assert.Contains("evaluation.json", run.Result.GetProperty("files").EnumerateArray().Select(file => file.GetString()));
        Assert.Equal("server", run.Result.GetProperty("workload").GetProperty("input_length_measured_by").GetString());
        Assert.Equal(20 * 7, run.InferenceX.GetProperty("total_input_tokens").GetInt64());
        Assert.True(run.Metric("ttft_ms").GetProperty("count").GetInt64() == 20);
        Assert.False(File.Exists(Path.Combine(_folder["out"], "answers.jsonl")));

        JsonElement body = JsonDocument.Parse(server.Exchanges[0].Request.Body).RootElement;
        Assert.Equal(["system", "user"], body.GetProperty("messages").EnumerateArray().Select(message => Text(message, "role")));
        Assert.Equal("END", Assert.Single(body.GetProperty("stop").EnumerateArray()).GetString());
        Assert.Equal((50, 0.0), (body.GetProperty("max_completion_tokens").GetInt32(), body.GetProperty("temperature").GetDouble()));
        Assert.False(body.TryGetProperty("ignore_eos", out _));
    }

    [Fact]
    public async Task Too_low_an_accuracy_exits_with_1_and_says_how_sure_it_is()
    {
        await using var server = ScriptedServer.Start(exchange => exchange.SendAsync(Say(exchange, rightUpTo: 15)));
        (await EvalAsync(server, "a", "--min-accuracy", "0.8")).Exits(Loadgen.Failed)
            .Says("the accuracy, 75.0% (53.1–88.8%), 15 of 20, is below --min-accuracy 0.8; its interval reaches it");
        (await EvalAsync(server, "b", "--min-accuracy", "0.95")).Exits(Loadgen.Failed).Says("so is its whole interval");
        (await EvalAsync(server, "c", "--min-accuracy", "0.75")).Exits(Loadgen.Ok);
    }

    [Fact]
    public async Task A_drop_is_told_from_chance()
    {
        int rightUpTo = 20;
        await using var server = ScriptedServer.Start(exchange => exchange.SendAsync(Say(exchange, rightUpTo)));
        foreach ((string name, int right) in new[] { ("before", 20), ("same", 18), ("drop", 12) })
        {
            rightUpTo = right;
            (await EvalAsync(server, name)).Exits(Loadgen.Ok);
        }

        Assert.Contains("no drop", (await Loadgen.RunAsync("eval", "--compare", _folder["before"], _folder["same"])).Exits(Loadgen.Ok).Stdout, StringComparison.Ordinal);
        Assert.Contains("0 better, 8 worse, 12 alike; p = 0.0078", (await Loadgen.RunAsync("eval", "--compare", _folder["before"], _folder["drop"])).Exits(Loadgen.Failed).Stdout, StringComparison.Ordinal);
        (await Loadgen.RunAsync("eval", "--compare", _folder["before"], _folder["drop"], "--alpha", "0.005")).Exits(Loadgen.Ok);
        (await Loadgen.RunAsync("eval", "--compare", _folder["before"], _folder["nowhere"])).Exits(Loadgen.Usage).Says("nowhere does not exist; name a folder of 'loadgen eval --output'");
    }

    [Fact]
    public async Task Completions_get_one_text_and_answers_are_kept_on_request()
    {
        await using var server = ScriptedServer.Start(exchange => exchange.SendAsync(Say(exchange, rightUpTo: 20)));
        (await EvalAsync(server, "out", "--api", "completions", "--save-answers", "--limit", "3")).Exits(Loadgen.Ok);
        JsonElement body = JsonDocument.Parse(server.Exchanges[0].Request.Body).RootElement;
        Assert.StartsWith("Be brief.\n\nsay ", body.GetProperty("prompt").GetString(), StringComparison.Ordinal);
        Assert.Equal(["END", "NEXT"], body.GetProperty("stop").EnumerateArray().Select(stop => stop.GetString()));
        string[] lines = File.ReadAllLines(Path.Combine(_folder["out"], "answers.jsonl"));
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("#### ", Text(JsonDocument.Parse(line).RootElement, "answer"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Errors_are_wrong_answers_and_too_many_fail_the_run()
    {
        await using var server = ScriptedServer.Start(exchange => exchange.SendAsync(
            exchange.Number % 2 == 0 ? Answers.Error("500 Internal Server Error", "out of luck") : Say(exchange, rightUpTo: 20)));
        Finished done = (await EvalAsync(server, "out")).Exits(Loadgen.Failed);
        Assert.Contains("10 of 20 requests failed", Assert.Single(done.Messages), StringComparison.Ordinal);
        Assert.Matches(@"(?m)^errors, wrong all +10: status_5xx 10$", done.Stdout);
        Assert.Matches(@"(?m)^accuracy +50\.0% ", done.Stdout);
    }

    [Fact]
    public async Task What_was_asked_before_an_interruption_is_scored()
    {
        await using var server = ScriptedServer.Start(exchange => exchange.Number <= 5 ? exchange.SendAsync(Say(exchange, rightUpTo: 20)) : exchange.HangAsync());
        await using LoadgenProcess eval = Loadgen.Start(
            "eval", _folder["mine.yaml"], "--url", server.Url, "--model", "m", "--concurrency", "4", "--progress", "none", "--output", _folder["out"]);

        // Four streams hang, so all five that came before are over.
        await Eventually.HoldsAsync(() => Task.FromResult(server.Exchanges.Count), count => count == 9);
        eval.Signal(LoadgenProcess.SigInt);
        (await eval.WaitAsync()).Exits(Loadgen.Interrupted);
        JsonElement evaluation = Json("out", "evaluation.json");
        Assert.Equal("partial", Text(evaluation, "status"));
        Assert.Equal((5, 5), (evaluation.GetProperty("accuracy").GetProperty("right").GetInt32(), evaluation.GetProperty("accuracy").GetProperty("asked").GetInt32()));
        Assert.Equal(20, evaluation.GetProperty("dataset").GetProperty("asked").GetInt32());
    }

    [Fact]
    public async Task A_built_in_evaluation_shows_what_it_asks()
    {
        Finished shown = (await Loadgen.RunAsync("eval", "gpqa", "--show-prompt")).Exits(Loadgen.Ok);
        Assert.Contains("Which particle carries the electromagnetic force?\n\nA) ", shown.Stdout, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Expected: [A-D]$", shown.Stdout);
    }

    [Fact]
    public async Task Nobody_at_the_url_is_unreachable() =>
        (await Loadgen.RunAsync("eval", _folder["mine.yaml"], "--url", $"http://127.0.0.1:{ScriptedServer.ClosedPort()}", "--model", "m", "--progress", "none", "--output", _folder["out"]))
            .Exits(Loadgen.Unreachable);

    [Fact]
    public async Task What_cannot_be_meant_is_refused_with_its_place()
    {
        (await Loadgen.RunAsync("eval")).Exits(Loadgen.Usage);
        (await Loadgen.RunAsync("eval", "gsm8", "--url", "http://127.0.0.1:1")).RefusesUsage("eval", "no evaluation is called 'gsm8'; did you mean gsm8k?");
        (await Loadgen.RunAsync("eval", "--alpha", "0.1", "gsm8k", "--url", "http://127.0.0.1:1")).RefusesUsage("eval", "--alpha needs --compare");
        (await Loadgen.RunAsync("eval", _folder["mine.yaml"], "--url", "http://127.0.0.1:1", "--api", "tgi")).RefusesUsage("eval", "--api tgi: how this API takes texts that end an answer is not known");
        (await Loadgen.RunAsync("eval", "gpqa", "--url", "http://127.0.0.1:1", "--api", "rerank")).RefusesUsage("eval", "--api rerank: it generates no answers");
        _folder.File("bad.yaml", Evaluation.Replace("{question}", "{quesion}", StringComparison.Ordinal));
        (await Loadgen.RunAsync("eval", _folder["bad.yaml"], "--show-prompt")).RefusesUsage("eval", "bad.yaml:2:", "did you mean '{question}'?");
        string bad = _folder.File("bad.jsonl", "{\"prompt\":\"a\",\"answer\":1}\n{\"prompt\":\"b\"}\n");
        (await Loadgen.RunAsync("eval", _folder["mine.yaml"], "--dataset", bad, "--show-prompt")).RefusesUsage("eval", "bad.jsonl:2: the field 'answer' is missing");
        (await Loadgen.RunAsync("eval", _folder["mine.yaml"], "--dataset", bad, "--on-bad-line", "skip", "--show-prompt")).Exits(Loadgen.Ok);
    }

    private static string Say(Exchange exchange, int rightUpTo)
    {
        // The number that the prompt's last words ask for; past the bound, another.
        string body = exchange.Request.Body;
        int start = body.LastIndexOf("say ", StringComparison.Ordinal) + "say ".Length;
        int number = int.Parse(string.Concat(body[start..].TakeWhile(char.IsAsciiDigit)), System.Globalization.CultureInfo.InvariantCulture);
        string text = $"#### {(number <= rightUpTo ? number : -number)}";
        string delta = body.Contains("\"messages\"", StringComparison.Ordinal) ? $$"""{"content":"{{text}}"}""" : "{}";
        string event1 = $$$"""{"choices":[{"index":0,"text":"{{{(delta == "{}" ? text : "")}}}","delta":{{{delta}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2}}""";
        return Answers.StreamHead + Answers.Event(event1) + Answers.Done + Answers.LastChunk;
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private Task<Finished> EvalAsync(ScriptedServer server, string output, params string[] more) => Loadgen.RunAsync(
    [
        "eval", _folder["mine.yaml"], "--url", server.Url, "--model", "m", "--concurrency", "4", "--progress", "none", "--output", _folder[output], .. more,
    ]);

    private JsonElement Json(string output, string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder[output], file))).RootElement;
}
