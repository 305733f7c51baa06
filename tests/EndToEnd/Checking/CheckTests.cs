using System.Text.Json;
using System.Xml.Linq;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Checking;

/// <summary><c>check</c>: the right verdict, the exit code that goes with it, and the files beside the result.</summary>
public sealed class CheckTests : IDisposable
{
    private const string Kept = "metric: ttft, percentile: 90, max: 30s";
    private const string Broken = "metric: e2e, percentile: 90, max: 0.001ms";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_promise_that_is_kept_passes_and_the_run_ends_when_that_is_certain()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(3));
        Finished check = (await CheckAsync(server, Sla.Text(Kept, "metric: error_rate, max: 10%"), "--junit", _folder["junit.xml"])).Exits(Loadgen.Ok);
        Assert.Empty(check.Messages);
        Assert.StartsWith("promise: PASS (99% confidence)", check.Stdout, StringComparison.Ordinal);
        JsonElement verdict = Verdict();
        Assert.Equal(("loadgen.verdict", "pass", "promise"), (Text(verdict, "schema"), Text(verdict, "verdict"), Text(verdict, "sla")));
        Assert.True(verdict.GetProperty("stopped_early").GetBoolean());
        Assert.InRange(server.Exchanges.Count, 64, Sla.Requests);
        RunFiles run = new RunFiles(_folder["out"]).AssertAddsUp();
        Assert.Equal("complete", run.Status);
        Assert.All(run.Result.GetProperty("files").EnumerateArray(), file => Assert.True(File.Exists(Path.Combine(_folder["out"], file.GetString()!)), file.GetString()));
        Assert.Contains("evidence.tar.gz", run.Result.GetProperty("files").EnumerateArray().Select(file => file.GetString()));
        var suite = XElement.Load(_folder["junit.xml"]).Element("testsuite")!;
        Assert.Equal(("promise", "2", "0"), ((string)suite.Attribute("name")!, (string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!));
    }

    [Fact]
    public async Task A_promise_that_is_broken_fails_and_says_which()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(3));
        Finished check = (await CheckAsync(server, Sla.Text(Kept, Broken), "--junit", _folder["junit.xml"])).Exits(Loadgen.Failed).Says("e2e p90", "0.001 ms");
        Assert.StartsWith("promise: FAIL", check.Stdout, StringComparison.Ordinal);
        JsonElement[] objectives = [.. Verdict().GetProperty("objectives").EnumerateArray()];
        Assert.Equal("fail", Text(objectives[1], "verdict"));
        Assert.Single(XElement.Load(_folder["junit.xml"]).Descendants("failure"));

        // Certain before the last request, however many of them a quick server had answered when that was seen.
        Assert.True(Verdict().GetProperty("stopped_early").GetBoolean());
        Assert.InRange(Verdict().GetProperty("requests").GetProperty("judged").GetInt32(), 20, Sla.Requests - 1);
    }

    [Fact]
    public async Task Failed_requests_are_overruns_of_every_bound()
    {
        await using var server = ScriptedServer.Start(exchange => exchange.SendAsync(
            exchange.Number % 2 == 0 ? Answers.Error("500 Internal Server Error", "out of luck") : Answers.Stream(3)));
        (await CheckAsync(server, Sla.Text(Kept, "metric: error_rate, max: 10%"))).Exits(Loadgen.Failed);
        Assert.All(Verdict().GetProperty("objectives").EnumerateArray(), objective => Assert.Equal("fail", Text(objective, "verdict")));
    }

    [Fact]
    public async Task Too_few_requests_are_not_enough_evidence_and_it_says_how_many_would_be()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(3));
        Finished check = (await CheckAsync(server, Sla.Text("metric: ttft, percentile: 99, max: 30s"))).Exits(Loadgen.NotEnoughEvidence);
        Assert.StartsWith("promise: NOT ENOUGH EVIDENCE", check.Stdout, StringComparison.Ordinal);
        JsonElement objective = Verdict().GetProperty("objectives")[0];
        Assert.Equal((662, 0), (objective.GetProperty("least").GetInt32(), objective.GetProperty("overruns").GetInt32()));
        Assert.Equal(662 - objective.GetProperty("n").GetInt32(), objective.GetProperty("more").GetInt32());
        Assert.Equal(Sla.Requests, server.Exchanges.Count);
    }

    [Fact]
    public async Task With_one_look_at_the_end_all_of_the_load_is_made()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(3));
        (await CheckAsync(server, Sla.Text(Kept), "--no-stop-early", "--requests", "250")).Exits(Loadgen.Ok);
        Assert.Equal(250, server.Exchanges.Count);
        Assert.Equal((false, 1), (Verdict().GetProperty("stopped_early").GetBoolean(), Verdict().GetProperty("looks").GetArrayLength()));
    }

    [Fact]
    public async Task An_invalid_measurement_has_no_verdict_on_the_endpoint()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(3));
        string file = _folder.File("sla.yaml", Sla.Text(Kept));
        Finished check = await Loadgen.RunAsync(
            "check", file, "--url", server.Url, "--model", "sim", "--output", _folder["out"], "--progress", "none", "--max-observer-ttft-share", "1e-12");
        check.Exits(Loadgen.Invalid);
        Assert.StartsWith("promise: INVALID", check.Stdout, StringComparison.Ordinal);
        Assert.Equal("invalid", Text(Verdict(), "verdict"));
        Assert.Contains("--max-observer-ttft-share", Verdict().GetProperty("invalid_reasons")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_check_keeps_what_it_saw()
    {
        await using var server = ScriptedServer.Start(exchange => exchange.Number <= 30 ? exchange.SendAsync(Answers.Stream(3)) : exchange.HangAsync());
        string file = _folder.File("sla.yaml", Sla.Text(Kept));
        await using LoadgenProcess check = Loadgen.Start("check", file, "--url", server.Url, "--model", "sim", "--output", _folder["out"], "--progress", "none", "--allow-invalid");
        await Eventually.HoldsAsync(() => Task.FromResult(server.Exchanges.Count), count => count == 34);
        check.Signal(LoadgenProcess.SigInt);
        (await check.WaitAsync()).Exits(Loadgen.Interrupted).Says("interrupted");
        Assert.Equal("not_enough_evidence", Text(Verdict(), "verdict"));
        Assert.Contains(Verdict().GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prompts_that_take_a_tokenizer_are_made_before_the_load_begins()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(3));
        File.Copy(Repository.Existing("tests", "Tokenization.Tests", "data", "trained", "llama3.json"), _folder["tokenizer.json"]);
        string file = _folder.File("sla.yaml", Sla.Under("{ concurrency: 2, tokenizer: ./tokenizer.json, isl: 20, osl: 3, warmup: 2, requests: 80 }", [Kept]));
        string[] options = [file, "--url", server.Url, "--model", "sim", "--allow-invalid", "--no-stop-early", "--progress", "plain"];
        Finished check = await Loadgen.RunAsync(["check", .. options, "--output", _folder["out"]]);
        Assert.Contains("80 prompts sampled in", check.Stderr, StringComparison.Ordinal);
        Finished search = await Loadgen.RunAsync(["check", .. options, "--output", _folder["search"], "--find-max", "concurrency", "--to", "2"]);
        Assert.Contains("80 prompts sampled in", search.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_the_url_is_unreachable()
    {
        string file = _folder.File("sla.yaml", Sla.Text(Kept));
        (await Sla.CheckAsync(file, $"http://127.0.0.1:{ScriptedServer.ClosedPort()}", _folder["out"])).Exits(Loadgen.Unreachable);
    }

    [Fact]
    public async Task The_verdict_is_printed_as_json_on_request()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(3));
        Finished check = (await CheckAsync(server, Sla.Text(Kept), "--json")).Exits(Loadgen.Ok);
        Assert.Equal(File.ReadAllText(Path.Combine(_folder["out"], "verdict.json")), check.Stdout);
    }

    [Fact]
    public async Task Accuracy_is_asked_for_when_the_load_is_over()
    {
        // The load's answers are three words; to questions the last number is the answer, right in three of four.
        await using var server = ScriptedServer.Start(exchange => exchange.SendAsync(
            exchange.Request.Body.Contains("QUESTION ", StringComparison.Ordinal) ? Said(exchange.Request.Body) : Answers.Stream(3)));
        _folder.File("mine.yaml", """
            dataset: { shape: pairs, file: set.jsonl }
            prompt: { template: '{question}' }
            extract: { strict: [{ by: last_number }] }
            match: { by: numeric }
            """);
        _folder.File("set.jsonl", string.Concat(Enumerable.Range(1, 200).Select(i => $$"""{"id":"q{{i}}","prompt":"QUESTION {{i}}.","answer":{{i}}}""" + "\n")));
        Finished check = (await CheckAsync(server, Sla.Text(Kept, "metric: accuracy, evaluation: ./mine.yaml, min: 60%"))).Exits(Loadgen.Ok);
        JsonElement accuracy = Verdict().GetProperty("objectives")[1];
        Assert.Equal(("pass", "questions", 200, 50), (Text(accuracy, "verdict"), Text(accuracy, "counts"), accuracy.GetProperty("n").GetInt32(), accuracy.GetProperty("overruns").GetInt32()));
        Assert.True(File.Exists(Path.Combine(_folder["out"], "evaluation-1.json")));
        (await Loadgen.RunAsync("check", "--verify", Path.Combine(_folder["out"], "evidence.tar.gz"))).Exits(Loadgen.Ok);
        Assert.Contains("accuracy", check.Stdout, StringComparison.Ordinal);
    }

    // It never came to an answer of which anything could be said: that is no promise broken.
    [Theory]
    [InlineData(Kept, Loadgen.Unreachable, "not_enough_evidence")]
    [InlineData("metric: e2e, percentile: 90, max: 0.001ms", Loadgen.Failed, "fail")]
    public async Task An_evaluation_that_finds_nobody_breaks_no_promise(string objective, int code, string verdict)
    {
        ScriptedServer? dying = null;
        await using ScriptedServer server = dying = ScriptedServer.Start(async exchange =>
        {
            await exchange.SendAsync(Answers.Stream(3));
            if (exchange.Number == Sla.Requests)
            {
                dying!.Die();
            }
        });
        _folder.File("mine.yaml", """
            dataset: { shape: pairs, file: set.jsonl }
            prompt: { template: '{question}' }
            extract: { strict: [{ by: last_number }] }
            match: { by: numeric }
            """);
        _folder.File("set.jsonl", string.Concat(Enumerable.Range(1, 40).Select(i => $$"""{"id":"q{{i}}","prompt":"QUESTION {{i}}.","answer":{{i}}}""" + "\n")));
        (await CheckAsync(server, Sla.Text(objective, "metric: accuracy, evaluation: ./mine.yaml, min: 60%"), "--no-stop-early")).Exits(code).Says("the evaluation ./mine.yaml could not be made");
        Assert.Equal(verdict, Text(Verdict(), "verdict"));
    }

    private static string Said(string body)
    {
        int from = body.IndexOf("QUESTION ", StringComparison.Ordinal) + 9;
        int number = int.Parse(body[from..body.IndexOf('.', from)]);
        string text = number % 4 == 0 ? "0" : $"{number}";
        return Answers.StreamHead
            + Answers.Event($$$"""{"choices":[{"index":0,"delta":{"content":"{{{text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":4,"completion_tokens":1}}""")
            + Answers.Done + Answers.LastChunk;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private Task<Finished> CheckAsync(ScriptedServer server, string sla, params string[] more) =>
        Sla.CheckAsync(_folder.File("sla.yaml", sla), server.Url, _folder["out"], more);

    private JsonElement Verdict() => JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder["out"], "verdict.json"))).RootElement;
}
