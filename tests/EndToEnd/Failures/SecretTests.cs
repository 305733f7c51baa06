using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Failures;

/// <summary>Keys and header values reach the server, and nothing else.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Key = "sk-test-4f1d9a7c";
    private const string HeaderValue = "tenant-8c2e";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_key_from_a_file_is_sent_and_written_nowhere()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        string file = _folder.File("key", Key + "\n");
        Finished bench = await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "2", "--api-key-file", file, "--header", "X-Tenant: " + HeaderValue));
        AssertSentAndHidden(server, bench.Exits(Loadgen.Ok));
        Assert.Contains("X-Tenant", File.ReadAllText(Path.Combine(_folder["run"], "result.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_from_the_environment_is_sent_and_written_nowhere()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Error("401 Unauthorized", "wrong key"));
        var environment = new Dictionary<string, string> { ["LOADGEN_TEST_KEY"] = Key };
        Finished bench = await Loadgen.RunAsync(
            Bench.Quick(server.Url, _folder["run"], "--requests", "2", "--api-key-env", "LOADGEN_TEST_KEY", "--header", "X-Tenant: " + HeaderValue), environment);
        AssertSentAndHidden(server, bench.Exits(Loadgen.Failed));
    }

    [Fact]
    public async Task A_key_that_the_server_repeats_in_its_error_is_blotted_out()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Error("401 Unauthorized", $"Incorrect API key provided: {Key}, for {HeaderValue}."));
        string file = _folder.File("key", Key);
        Finished bench = await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "2", "--api-key-file", file, "--header", "X-Tenant: " + HeaderValue));
        AssertSentAndHidden(server, bench.Exits(Loadgen.Failed).Says("Incorrect API key provided: "));
    }

    [Fact]
    public async Task A_key_in_the_urls_query_is_sent_and_written_nowhere()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Error("401 Unauthorized", $"Incorrect API key provided: {Key}."));
        Finished bench = await Loadgen.RunAsync(Bench.Quick(server.Url + "/v1?api-key=" + Key, _folder["run"], "--requests", "2", "--engine-metrics", server.Url + "/metrics?key=" + Key));
        bench.Exits(Loadgen.Failed).Says("Incorrect API key provided: ");
        Assert.All(server.Exchanges, exchange => Assert.Contains(Key, exchange.Request.Head, StringComparison.Ordinal));
        AssertNowhere(bench, Key);
        System.Text.Json.JsonElement result = new RunFiles(_folder["run"]).Result;
        Assert.Equal(server.Url + "/v1?api-key=***", result.GetProperty("configuration").GetProperty("url").GetString());
        Assert.EndsWith("?api-key=***", result.GetProperty("target").GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_is_it_in_a_check_a_search_or_their_evidence()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(3));
        string url = server.Url + "/?api-key=" + Key;
        string sla = _folder.File("sla.yaml", Sla.Text("metric: ttft, percentile: 90, max: 30s"));
        Finished check = (await Sla.CheckAsync(sla, url, _folder["run"])).Exits(Loadgen.Ok);
        AssertNowhere(check, Key);
        Directory.CreateDirectory(_folder["content"]);
        using (var archive = new System.IO.Compression.GZipStream(File.OpenRead(_folder["run/evidence.tar.gz"]), System.IO.Compression.CompressionMode.Decompress))
        {
            await System.Formats.Tar.TarFile.ExtractToDirectoryAsync(archive, _folder["content"], overwriteFiles: false, TestContext.Current.CancellationToken);
        }

        Assert.All(Directory.GetFiles(_folder["content"]), file => Assert.DoesNotContain(Key, File.ReadAllText(file), StringComparison.Ordinal));
        Finished search = (await Sla.CheckAsync(sla, url, _folder["run"], "--find-max", "concurrency", "--to", "4", "--overwrite")).Exits(Loadgen.Ok);
        AssertNowhere(search, Key);
        Assert.Contains("api-key=***", File.ReadAllText(_folder["run/search.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_prompt_is_written_nowhere()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        Finished bench = (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "1", "--isl", "40"))).Exits(Loadgen.Ok);
        using var body = System.Text.Json.JsonDocument.Parse(server.Exchanges[0].Request.Body);
        string prompt = body.RootElement.GetProperty("messages")[0].GetProperty("content").GetString()!;
        Assert.Equal(40, prompt.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        string piece = string.Join(' ', prompt.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(3));
        AssertNowhere(bench, piece);
    }

    private void AssertSentAndHidden(ScriptedServer server, Finished bench)
    {
        Assert.Equal(2, server.Exchanges.Count);
        Assert.All(server.Exchanges, exchange =>
        {
            Assert.Contains($"Authorization: Bearer {Key}\r\n", exchange.Request.Head, StringComparison.OrdinalIgnoreCase);
            Assert.Contains($"X-Tenant: {HeaderValue}\r\n", exchange.Request.Head, StringComparison.OrdinalIgnoreCase);
        });
        AssertNowhere(bench, Key);
        AssertNowhere(bench, HeaderValue);
    }

    private void AssertNowhere(Finished bench, string secret)
    {
        Assert.DoesNotContain(secret, bench.ToString(), StringComparison.Ordinal);
        string[] files = Directory.GetFiles(_folder["run"], "*", SearchOption.AllDirectories);
        Assert.True(files.Length >= 6, $"only {files.Length} files");
        Assert.All(files, file => Assert.DoesNotContain(secret, File.ReadAllText(file), StringComparison.Ordinal));
    }
}
