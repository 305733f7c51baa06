using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary>The ways to an endpoint that hosted ones need, on the command line.</summary>
public sealed class ProviderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_pinned_name_is_connected_to_and_a_refusal_is_waited_out_where_asked()
    {
        await using ScriptedServer server = ScriptedServer.Start(exchange => exchange.SendAsync(exchange.Number == 1
            ? "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0.05\r\nx-ratelimit-limit-requests: 100\r\nx-ratelimit-remaining-requests: 0\r\nContent-Length: 0\r\n\r\n"
            : Answers.Stream(Bench.QuickTokens)));
        (await Loadgen.RunAsync(Bench.Quick(
            $"http://engine.test:{server.Port}/v1", _folder["run"], "--requests", "2", "--concurrency", "1", "--honor-retry-after", "--resolve", $"engine.test:{server.Port}:127.0.0.1"))).Exits(Loadgen.Ok);

        RunFiles run = new RunFiles(_folder["run"]).AssertAddsUp();
        Assert.Equal((2, 3), (run.Outcome("completed"), server.Exchanges.Count));
        JsonElement limits = run.Result.GetProperty("rate_limits");
        Assert.Equal((1, 1), (limits.GetProperty("too_many_requests").GetInt32(), limits.GetProperty("retried_completed").GetInt32()));
        Assert.Equal(100, limits.GetProperty("limits")[0].GetProperty("limit_max").GetInt32());
        JsonElement target = run.Result.GetProperty("target");
        Assert.Equal("pinned", target.GetProperty("addresses_from").GetString());
        Assert.Equal([$"127.0.0.1:{server.Port}"], target.GetProperty("connected_to").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task A_proxy_is_used_only_where_the_command_line_says_so_and_its_password_is_in_no_file()
    {
        await using ScriptedServer proxy = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        var environment = new Dictionary<string, string> { ["http_proxy"] = $"http://me:hush-hush@{proxy.Authority}" };
        string[] arguments = Bench.Quick("http://engine.test:8000", _folder["run"], "--requests", "1", "--concurrency", "1", "--resolve", $"127.0.0.1:{proxy.Port}:127.0.0.1", "--proxy", "env");
        (await Loadgen.RunAsync(arguments, environment)).Exits(Loadgen.Ok);

        JsonElement result = new RunFiles(_folder["run"]).AssertAddsUp().Result;
        Assert.Equal(proxy.Authority, result.GetProperty("target").GetProperty("proxy").GetString());
        Assert.Equal("--proxy env: http_proxy", result.GetProperty("configuration").GetProperty("proxy_from").GetString());
        Assert.All(Directory.GetFiles(_folder["run"]), file => Assert.DoesNotContain("hush-hush", File.ReadAllText(file), StringComparison.Ordinal));

        // Nothing listens there: without the option, the proxy of the environment is left alone.
        (await Loadgen.RunAsync(Bench.Quick($"http://127.0.0.1:{ScriptedServer.ClosedPort()}", _folder["direct"], "--requests", "1"), environment)).Exits(Loadgen.Unreachable);
        Assert.Single(proxy.Exchanges);
    }

    [Theory]
    [InlineData("--resolve other.test:1:127.0.0.1: connections go to 127.0.0.1:1, which it does not match", "--resolve", "other.test:1:127.0.0.1")]
    [InlineData("--resolve: 'x' is not HOST:PORT:ADDRESS", "--resolve", "x")]
    [InlineData("--connect-to: 'a:1::' leads nowhere", "--connect-to", "a:1::")]
    [InlineData("--unix-socket: the path of a Unix socket has at most 107 bytes", "--unix-socket", "/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567")]
    [InlineData("--source-address and a Unix socket exclude each other", "--unix-socket", "/x", "--source-address", "127.0.0.1")]
    [InlineData("--proxy and a Unix socket exclude each other", "--unix-socket", "/x", "--proxy", "p:1")]
    [InlineData("--proxy: a proxy that is spoken to by https is not supported", "--proxy", "https://p:1")]
    [InlineData("--no-proxy needs --proxy", "--no-proxy", "x")]
    [InlineData("--h2-connections needs --http 2 or --http auto", "--h2-connections", "2")]
    [InlineData("--clock kernel and --http 2 exclude each other", "--http", "2", "--clock", "kernel")]
    [InlineData("--http 2 for an http:// URL and --proxy exclude each other", "--http", "2", "--proxy", "p:1")]
    [InlineData("--honor-retry-after: 'soon' is not a duration", "--honor-retry-after", "soon")]
    public async Task What_cannot_be_is_refused_in_one_line(string message, params string[] options) =>
        (await Loadgen.RunAsync(["bench", "--url", "http://127.0.0.1:1", .. options], workingFolder: _folder.Path)).RefusesUsage("bench", message);
}
