using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>A configuration that changes under a running router.</summary>
public sealed class ReloadTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly List<EngineProcess> _engines = [];

    public async ValueTask InitializeAsync() => _engines.AddRange(await Task.WhenAll(EngineProcess.StartAsync(), EngineProcess.StartAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (EngineProcess engine in _engines)
        {
            await engine.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task A_worker_that_is_added_is_used_and_one_that_is_removed_is_not()
    {
        string file = _folder.File("router.yaml", Yaml.Workers(_engines[..1]));
        await using RouterProcess router = await RouterProcess.StartAsync(file);
        _folder.File("router.yaml", Yaml.Workers(_engines[1..]));
        // By the watcher, without a signal.
        await router.Process.WaitForMessageAsync("configuration read again");
        (await router.PostAsync(Ask.CompletionPath, Ask.Short)).Is(200);
        Assert.Equal((0, 1), ((await _engines[0].RequestsAsync()).Count, (await _engines[1].RequestsAsync()).Count));
    }

    [Fact]
    public async Task A_signal_reads_it_at_once_and_says_what_waits_for_the_next_start()
    {
        string file = _folder.File("router.yaml", Yaml.Workers(_engines[..1]));
        await using RouterProcess router = await RouterProcess.StartAsync(file);
        _folder.File("router.yaml", Yaml.Workers(_engines, "loops: 2"));
        router.Process.Signal(LoadgenProcess.SigHup);
        Assert.Contains("at the next start: loops", await router.Process.WaitForMessageAsync("configuration read again"));
        Assert.Equal(2, await WorkersAsync(router));
    }

    [Theory]
    [InlineData("limits: {in_flght_max: 3}", "limits.in_flght_max: unknown key")]
    [InlineData("api_keys: {file: router.yaml}", "api_keys.file: ")]
    public async Task A_bad_file_is_refused_with_its_problem_and_the_old_one_stays(string bad, string message)
    {
        string good = Yaml.Workers(_engines[..1]);
        string file = _folder.File("router.yaml", good);
        await using RouterProcess router = await RouterProcess.StartAsync(file);
        _folder.File("router.yaml", Yaml.Workers(_engines, bad));
        router.Process.Signal(LoadgenProcess.SigHup);
        await router.Process.WaitForMessageAsync("the configuration stays as it was");
        Assert.Contains($"loadgen: {file}:", await router.Process.WaitForMessageAsync(message));
        Reply reload = (await router.AdminAsync(HttpMethod.Post, "/admin/reload")).Is(422);
        Assert.Equal("invalid_configuration", reload.Error.Code);
        Assert.Contains(message, reload.Error.Message);
        Assert.Equal(1, await WorkersAsync(router));
        (await router.PostAsync(Ask.CompletionPath, Ask.Short)).Is(200);
        MetricsText metrics = await router.MetricsAsync();
        Assert.Equal((0, 2), (metrics.Sum("config_last_reload_ok"), metrics.Sum("config_reloads_total", "result=\"failed\"")));

        _folder.File("router.yaml", Yaml.Workers(_engines));
        (await router.AdminAsync(HttpMethod.Post, "/admin/reload")).Is(200);
        Assert.Equal(2, await WorkersAsync(router));
        Assert.Equal(1, (await router.MetricsAsync()).Sum("config_last_reload_ok"));
    }

    private static async Task<int> WorkersAsync(RouterProcess router)
    {
        JsonElement workers = (await router.AdminAsync(HttpMethod.Get, "/admin/workers")).Is(200).Json.GetProperty("workers");
        return workers.GetArrayLength();
    }
}
