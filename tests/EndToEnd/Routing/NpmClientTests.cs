using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>OpenAI's own client for JavaScript, pointed at the router and otherwise as it is. Needs node and npm, and fetches the client as its lock file pins it.</summary>
[Collection(RoutedPools.Name)]
public sealed class NpmClientTests(RoutedPools pools)
{
    // Once for all tests; the fetched package is reused while the lock file stays the same.
    private static readonly Lazy<Task<string>> s_folder = new(InstallAsync);

    [Theory]
    [InlineData("sglang")]
    [InlineData("aggregated")]
    public async Task Chat_completions_tools_usage_and_models_are_as_this_client_wants_them(string name) =>
        await CheckAsync(await pools.GetAsync(name), "chat", "completions", "tools", "models");

    [Theory]
    [InlineData("sglang", "reset", "status")]
    [InlineData("sglang", "cut:2", "midstream")]
    [InlineData("aggregated", "reset", "status")]
    public async Task A_failure_is_the_clients_own_error_with_the_routers_message(string name, string fault, string check)
    {
        // Of its own: a worker that fails is not asked for a while.
        await using RoutedPool pool = await RoutedPool.StartAsync(name);
        await pool.Decode.FaultsAsync(fault);
        await CheckAsync(pool, check);
        await pool.AtRestAsync();
    }

    private static async Task CheckAsync(RoutedPool pool, params string[] checks)
    {
        string folder = await s_folder.Value;
        await using LoadgenProcess node = LoadgenProcess.Start(["node", Path.Combine(folder, "check.mjs"), pool.Router.Url, .. checks], null, folder);
        Finished finished = (await node.WaitAsync()).Exits(0);
        Assert.Equal(string.Concat(checks.Select(check => $"{check} held\n")), finished.Stdout);
    }

    private static async Task<string> InstallAsync()
    {
        string folder = Path.GetDirectoryName(Repository.Existing("tests", "EndToEnd", "npm", "package-lock.json"))!;
        string installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        if (!File.Exists(installed) || File.GetLastWriteTimeUtc(installed) < File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
        {
            await using LoadgenProcess npm = LoadgenProcess.Start(["npm", "ci", "--no-audit", "--no-fund", "--silent"], null, folder);
            (await npm.WaitAsync()).Exits(0);
        }

        return folder;
    }
}
