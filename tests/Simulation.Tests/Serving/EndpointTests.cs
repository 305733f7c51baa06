using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Serving;

public class EndpointTests
{
    [Fact]
    public async Task Health_and_models_say_that_the_engine_is_simulated()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { Model = "org/\"model\"" });
        using var api = new Api(engine);
        (HttpStatusCode status, JsonElement health) = await api.SendAsync(HttpMethod.Get, "/health");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(health.GetProperty("simulated").GetBoolean());
        JsonElement model = Assert.Single((await api.SendAsync(HttpMethod.Get, "/v1/models")).Json.GetProperty("data").EnumerateArray());
        Assert.Equal("org/\"model\"", model.GetProperty("id").GetString());
        Assert.Equal("simulated", model.GetProperty("owned_by").GetString());
        Assert.Equal("org/\"model\"", (await api.JsonAsync(Api.Chat, "{}")).Json.GetProperty("model").GetString());
    }

    [Theory]
    [InlineData("DELETE", "/stats")]
    [InlineData("POST", "/stats/reset")]
    public async Task Statistics_count_what_was_done_and_start_anew_on_request(string method, string path)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        await api.EventsAsync(Api.Chat, """{"stream":true,"max_tokens":7}""");
        await api.JsonAsync(Api.Chat, """{"max_tokens":2}""", ("x-sim-fault", "short"));
        await api.JsonAsync(Api.Chat, """{"n":0}""");
        await engine.UntilAsync(stats => stats.Active == 0);
        JsonElement stats = (await api.SendAsync(HttpMethod.Get, "/stats")).Json;
        Assert.True(stats.GetProperty("simulated").GetBoolean());
        Assert.Equal((3, 0, 2, 0, 1), (Count(stats, "requests"), Count(stats, "active"), Count(stats, "completed"), Count(stats, "aborted"), Count(stats, "refused")));
        Assert.Equal((8, 7, 0, 1), (Count(stats, "tokens"), Count(stats, "chunks"), Count(stats, "blocked"), Count(stats, "faults")));
        Assert.Equal(1, Count(stats.GetProperty("faults_by_kind"), "short"));
        JsonElement lateness = stats.GetProperty("lateness_us");
        Assert.Equal(7, Count(lateness, "count"));
        double[] ordered = [0, .. new[] { "p50", "p99", "p99_9", "max" }.Select(name => lateness.GetProperty(name).GetDouble())];
        Assert.Equal(ordered.Order(), ordered);

        JsonElement anew = (await api.SendAsync(new HttpMethod(method), path)).Json;
        Assert.Equal((0, 0, 0, 0), (Count(anew, "requests"), Count(anew, "tokens"), Count(anew, "faults"), Count(anew.GetProperty("lateness_us"), "count")));
    }

    [Fact]
    public async Task Several_pacers_share_the_streams()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { PacerThreads = 3 });
        using var api = new Api(engine);
        List<string>[] streams = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => api.EventsAsync(Api.Chat, """{"stream":true,"max_tokens":9}""")));
        Assert.All(streams, events => Assert.Equal(9, Sse.TokensIn(events)));
        Assert.Equal(108, engine.Snapshot().Tokens);
    }

    [Fact]
    public async Task An_unknown_path_and_a_wrong_method_are_told_so()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(HttpMethod.Get, "/v2/x")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await api.SendAsync(HttpMethod.Get, Api.Chat)).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await api.SendAsync(HttpMethod.Put, "/health")).Status);
        using RawClient raw = await RawClient.ConnectAsync(engine);
        await raw.SendAsync("PUT /stats HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        Assert.Contains("Allow: GET, DELETE\r\n", await raw.ReadToCloseAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        SimulationException failure = await Assert.ThrowsAsync<SimulationException>(() => Engines.StartAsync(Engines.Fast with { Port = engine.Url.Port }));
        Assert.Equal($"cannot listen on 127.0.0.1:{engine.Url.Port}: the port is in use; choose another, or 0 for any free one", failure.Message);
    }

    [Theory]
    [InlineData("no-such-host.invalid", "the name does not resolve")]
    [InlineData("192.0.2.1", "this machine has no such address")]
    public async Task A_host_that_is_not_ours_is_one_clear_line(string host, string reason)
    {
        SimulationException failure = await Assert.ThrowsAsync<SimulationException>(() => Engines.StartAsync(Engines.Fast with { Host = host }));
        Assert.Contains(host, failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_name_too_long_to_resolve_is_one_clear_line()
    {
        string host = string.Join('.', Enumerable.Repeat(new string('a', 60), 5));
        SimulationException failure = await Assert.ThrowsAsync<SimulationException>(() => Engines.StartAsync(Engines.Fast with { Host = host }));
        Assert.Contains("it is too long", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_listens_on_ipv6_and_on_names()
    {
        await using SimulatedEngine named = await Engines.StartAsync(Engines.Fast with { Host = "localhost" });
        using var api = new Api(named);
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Get, "/health")).Status);
        if (Socket.OSSupportsIPv6)
        {
            await using SimulatedEngine six = await Engines.StartAsync(Engines.Fast with { Host = "::1" });
            using var overSix = new Api(six);
            Assert.Equal(HttpStatusCode.OK, (await overSix.SendAsync(HttpMethod.Get, "/health")).Status);
        }
    }

    private static int Count(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
