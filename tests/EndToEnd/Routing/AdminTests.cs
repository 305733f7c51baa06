using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>Workers come, drain, change their role and go by the admin API.</summary>
public sealed class AdminTests : IAsyncLifetime
{
    private const string Token = "an-admin-token-of-some-length";

    private static readonly (string, string) s_token = ("Authorization", "Bearer " + Token);

    private readonly TempFolder _folder = new();
    private EngineProcess[] _engines = [];
    private RouterProcess _router = null!;

    public async ValueTask InitializeAsync()
    {
        _engines = await Task.WhenAll(
            EngineProcess.StartAsync("prefill", "nixl"), EngineProcess.StartAsync("decode", "nixl"), EngineProcess.StartAsync("decode", "nixl"));
        string file = _folder.File("router.yaml", Yaml.Pair("nixl", _engines[..1], _engines[1..2], """admin: {listen: "127.0.0.1:0", token_env: LOADGEN_TEST_TOKEN}"""));
        _router = await RouterProcess.StartAsync(file, new Dictionary<string, string> { ["LOADGEN_TEST_TOKEN"] = Token });
    }

    public async ValueTask DisposeAsync()
    {
        await _router.DisposeAsync();
        foreach (EngineProcess engine in _engines)
        {
            await engine.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Nothing_is_told_without_the_token()
    {
        foreach ((string, string)[] headers in ((string, string)[][])[[], [("Authorization", "Bearer another")], [("x-api-key", Token)]])
        {
            Reply reply = (await _router.AdminAsync(HttpMethod.Get, "/admin/workers", null, headers)).Is(401);
            Assert.Equal("invalid_token", reply.Error.Code);
            (await _router.AdminAsync(HttpMethod.Delete, "/admin/workers?url=" + _engines[0].Url, null, headers)).Is(401);
        }

        Assert.Equal(2, (await WorkersAsync()).Count);
        Assert.DoesNotContain(Token, _router.Process.StderrSoFar + _router.Process.StdoutSoFar);
    }

    [Fact]
    public async Task A_worker_is_added_drained_flipped_and_removed()
    {
        string url = _engines[2].Url;
        JsonElement added = (await AdminAsync(HttpMethod.Post, "/admin/workers", $$"""{"url":"{{url}}","role":"decode"}""")).Is(201).Json.GetProperty("worker");
        Assert.Equal(("decode", "admin"), (added.GetProperty("role").GetString(), added.GetProperty("source").GetString()));
        Assert.Equal("worker_exists", (await AdminAsync(HttpMethod.Post, "/admin/workers", $$"""{"url":"{{url}}","role":"decode"}""")).Is(409).Error.Code);
        Assert.Equal(3, (await WorkersAsync()).Count);

        // With the first decode worker drained, the new one serves.
        Assert.True((await AdminAsync(HttpMethod.Post, $"/admin/workers/drain?url={_engines[1].Url}&wait_s=10")).Is(200).Json.GetProperty("drained").GetBoolean());
        (await _router.PostAsync(Ask.CompletionPath, Ask.Short)).Is(200);
        Assert.Equal((0, 1), ((await _engines[1].RequestsAsync()).Count, (await _engines[2].RequestsAsync()).Count));
        (await AdminAsync(HttpMethod.Post, $"/admin/workers/resume?url={_engines[1].Url}")).Is(200);

        JsonElement flipped = (await AdminAsync(HttpMethod.Post, $"/admin/workers/{Uri.EscapeDataString(url)}/flip?role=prefill&wait_s=10")).Is(200).Json.GetProperty("worker");
        Assert.Equal("prefill", flipped.GetProperty("role").GetString());
        (await AdminAsync(HttpMethod.Delete, $"/admin/workers?url={url}")).Is(200);
        Assert.DoesNotContain(url, await WorkersAsync());
        Assert.Equal(2, (await WorkersAsync()).Count);
        (await _router.PostAsync(Ask.CompletionPath, Ask.Short)).Is(200);
    }

    [Fact]
    public async Task A_description_that_cannot_be_is_refused_with_all_its_problems()
    {
        Reply reply = (await AdminAsync(HttpMethod.Post, "/admin/workers", """{"url":"ftp://nowhere","role":"both ways","bootstrap_port":0,"colour":"red"}""")).Is(400);
        Assert.All((string[])["url", "role", "bootstrap_port", "colour"], key => Assert.Contains(key, reply.Error.Message));
        Assert.Equal("no_such_worker", (await AdminAsync(HttpMethod.Delete, "/admin/workers?url=http://127.0.0.1:1")).Is(404).Error.Code);
        Assert.Equal(2, (await WorkersAsync()).Count);
    }

    private Task<Reply> AdminAsync(HttpMethod method, string path, string? body = null) => _router.AdminAsync(method, path, body, s_token);

    private async Task<IReadOnlyList<string>> WorkersAsync() =>
        [.. (await AdminAsync(HttpMethod.Get, "/admin/workers")).Is(200).Json.GetProperty("workers").EnumerateArray().Select(worker => worker.GetProperty("id").GetString()!)];
}
