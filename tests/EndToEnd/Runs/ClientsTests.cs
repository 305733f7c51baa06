using System.Diagnostics;
using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary>One run of several client processes on this host.</summary>
public sealed class ClientsTests(SimulatedEngine engine) : IClassFixture<SimulatedEngine>, IDisposable
{
    private const string Model = "sim-model";
    private const string Token = "a token of the end-to-end tests";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Three_clients_make_the_run_of_one()
    {
        string[] load = ["--model", Model, "--api", "completions", "--concurrency", "7", "--requests", "90", "--range-ratio", "0.5", "--isl", "40", "--osl", "12", "--seed", "3"];
        (await Loadgen.RunAsync(Bench.Quick(engine.Url, _folder["one"], load))).Exits(Loadgen.Ok);
        (await Loadgen.RunAsync(Bench.Quick(engine.Url, _folder["three"], [.. load, "--clients", "3", "--warmup", "6"]))).Exits(Loadgen.Ok);
        RunFiles one = new RunFiles(_folder["one"]).AssertAddsUp();
        RunFiles three = new RunFiles(_folder["three"]).AssertAddsUp();

        Assert.Equal(one.Records().Select(Asked), three.Records().Select(Asked));
        Assert.All(three.Records(), r => Assert.Equal(Index(r) % 7 % 3, r.GetProperty("client").GetInt32()));
        Assert.Equal("complete", three.Status);
        foreach (string metric in new[] { "ttft_ms", "itl_ms", "e2e_ms", "tpot_ms" })
        {
            Assert.Equal(one.Metric(metric).GetProperty("count").GetInt64(), three.Metric(metric).GetProperty("count").GetInt64());
        }

        Assert.Equal(Texts(one.InferenceX, "input_lens", "output_lens", "completed"), Texts(three.InferenceX, "input_lens", "output_lens", "completed"));
        JsonElement[] clients = [.. three.Result.GetProperty("clients").EnumerateArray()];
        Assert.Equal([0, 1, 2], clients.Select(Index));
        Assert.Equal(90, clients.Sum(c => c.GetProperty("completed").GetInt32()));
        Assert.All(clients, c => Assert.True(c.GetProperty("offset_error_us").GetDouble() > 0));
        Assert.Equal(6, three.Result.GetProperty("warmup").GetProperty("completed").GetInt32());
        Assert.Contains("7 requests (95% of concurrency 7)", three.Result.GetProperty("steady_state").GetProperty("rule").GetString(), StringComparison.Ordinal);
        foreach (string log in RunFiles.Logs)
        {
            Assert.Equal(await CountAsync(one, log), await CountAsync(three, log));
        }
    }

    [Fact]
    public async Task A_killed_client_makes_the_result_partial()
    {
        await using LoadgenProcess bench = Loadgen.Start(Bench.Quick(engine.Url, _folder["run"], "--model", Model, "--concurrency", "4", "--requests", "1000", "--osl", "20", "--clients", "2"));
        await Eventually.HoldsAsync(() => Task.FromResult(RecordsSoFar()), text => text.Contains("\"client\":0", StringComparison.Ordinal) && text.Contains("\"client\":1", StringComparison.Ordinal));
        using (Process victim = Process.GetProcessById(ClientOf(bench, 1)))
        {
            victim.Kill();
        }

        (await bench.WaitAsync()).Exits(Loadgen.Failed).Says("client 1", "was lost", "partial");
        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        Assert.Equal("partial", run.Status);
        JsonElement lost = run.Result.GetProperty("clients")[1];
        Assert.Equal(("lost", 500), (lost.GetProperty("status").GetString(), lost.GetProperty("requested").GetInt32() + lost.GetProperty("lost_requests").GetInt32()));
        Assert.Equal(500, run.Records().Count(r => r.GetProperty("client").GetInt32() == 0));
    }

    [Theory]
    [InlineData(LoadgenProcess.SigInt)]
    [InlineData(LoadgenProcess.SigTerm)]
    public async Task An_interrupted_run_ends_its_clients_and_is_partial(int signal)
    {
        await using LoadgenProcess bench = Loadgen.Start(Bench.Quick(engine.Url, _folder["run"], "--model", Model, "--concurrency", "4", "--duration", "10m", "--clients", "2"));
        await Eventually.HoldsAsync(() => Task.FromResult(RecordsSoFar()), text => text.Contains("\"client\":1", StringComparison.Ordinal));
        int client = ClientOf(bench, 1);
        bench.Signal(signal);

        (await bench.WaitAsync()).Exits(Loadgen.Interrupted).Says("interrupted", "partial");
        Assert.Equal("partial", new RunFiles(_folder["run"]).AssertAddsUp().Status);
        Assert.False(IsAlive(client));
    }

    [Fact]
    public async Task Clients_do_not_outlive_a_coordinator_that_is_killed()
    {
        await using LoadgenProcess bench = Loadgen.Start(Bench.Quick(engine.Url, _folder["run"], "--model", Model, "--concurrency", "4", "--duration", "10m", "--clients", "2"));
        await Eventually.HoldsAsync(() => Task.FromResult(RecordsSoFar()), text => text.Contains("\"client\":1", StringComparison.Ordinal));
        int client = ClientOf(bench, 1);
        bench.Signal(LoadgenProcess.SigKill);

        Assert.False(await Eventually.HoldsAsync(() => Task.FromResult(IsAlive(client)), alive => !alive));
    }

    [Fact]
    public async Task Clients_that_the_user_starts_make_a_run()
    {
        string[] args = Bench.Quick(engine.Url, _folder["run"], "--model", Model, "--rate", "200", "--requests", "60", "--clients", "2", "--clients-listen", "127.0.0.1:0", "--progress", "plain");
        var token = new Dictionary<string, string> { ["LOADGEN_CLIENT_TOKEN"] = Token };
        await using LoadgenProcess coordinator = LoadgenProcess.Start([.. Loadgen.Command, .. args], token, null);
        string line = await coordinator.WaitForMessageAsync("LOADGEN_CLIENT_OF=");
        token["LOADGEN_CLIENT_OF"] = line.Split("LOADGEN_CLIENT_OF=")[1].Split(' ')[0];
        await using LoadgenProcess first = LoadgenProcess.Start([.. Loadgen.Command, .. args], token, null);
        await using LoadgenProcess second = LoadgenProcess.Start([.. Loadgen.Command, .. args], token, null);

        (await first.WaitAsync()).Exits(Loadgen.Ok);
        (await second.WaitAsync()).Exits(Loadgen.Ok);
        Finished finished = (await coordinator.WaitAsync()).Exits(Loadgen.Ok);
        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        Assert.Equal(60, run.Outcome("completed"));
        Assert.All(run.Records(), r => Assert.Equal(Index(r) % 2, r.GetProperty("client").GetInt32()));
        Assert.DoesNotContain(Token, finished.Stdout + finished.Stderr + run.Result.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_clients_with_one_number_are_told_apart_in_a_line()
    {
        string[] args = Bench.Quick(engine.Url, _folder["run"], "--model", Model, "--concurrency", "2", "--clients", "2", "--clients-listen", "127.0.0.1:0", "--progress", "plain");
        var token = new Dictionary<string, string> { ["LOADGEN_CLIENT_TOKEN"] = Token, ["LOADGEN_CLIENT_RANK"] = "1" };
        await using LoadgenProcess coordinator = LoadgenProcess.Start([.. Loadgen.Command, .. args], token, null);
        string line = await coordinator.WaitForMessageAsync("LOADGEN_CLIENT_OF=");
        token["LOADGEN_CLIENT_OF"] = line.Split("LOADGEN_CLIENT_OF=")[1].Split(' ')[0];
        await using LoadgenProcess first = LoadgenProcess.Start([.. Loadgen.Command, .. args], token, null);
        await using LoadgenProcess second = LoadgenProcess.Start([.. Loadgen.Command, .. args], token, null);

        Finished finished = (await coordinator.WaitAsync()).Exits(Loadgen.Usage);
        Assert.Contains("two clients have the number 1", finished.Messages[^1], StringComparison.Ordinal);
        (await first.WaitAsync()).Exits(Loadgen.Failed);
        (await second.WaitAsync()).Exits(Loadgen.Failed);
    }

    private static (int, int, int) Asked(JsonElement r) => (Index(r), r.GetProperty("requested_input_tokens").GetInt32(), r.GetProperty("requested_output_tokens").GetInt32());

    private static int Index(JsonElement element) => element.GetProperty("index").GetInt32();

    private static IEnumerable<string> Texts(JsonElement json, params string[] keys) => keys.Select(k => json.GetProperty(k).GetRawText());

    private static async Task<long> CountAsync(RunFiles run, string log)
    {
        Finished hlog = (await Loadgen.RunAsync("hlog", run.LogPath(log), "--format", "json")).Exits(Loadgen.Ok);
        return JsonDocument.Parse(hlog.Stdout).RootElement.GetProperty("count").GetInt64();
    }

    private static bool IsAlive(int process) => File.Exists($"/proc/{process}/stat") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

    // The clients are children of the coordinator, and know their numbers.
    private static int ClientOf(LoadgenProcess coordinator, int rank) =>
        Directory.GetDirectories($"/proc/{coordinator.Id}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(int.Parse)
            .Single(process => File.ReadAllText($"/proc/{process}/environ").Split('\0').Contains($"LOADGEN_CLIENT_RANK={rank}"));

    private string RecordsSoFar()
    {
        string path = Path.Combine(_folder["run"], "records.jsonl");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
