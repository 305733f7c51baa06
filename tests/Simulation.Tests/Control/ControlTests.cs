using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Control;

public class ControlTests
{
    private const string Faults = "/sim/faults";
    private const string Body = """{"max_tokens":3}""";

    private static readonly SimulatedEngineOptions Controlled = Engines.Fast with { SimControl = true };

    [Theory]
    [InlineData("GET", "/sim/requests")]
    [InlineData("POST", "/sim/refuse?on=1")]
    [InlineData("DELETE", Faults)]
    public async Task Without_the_option_there_is_no_control(string method, string path)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(new HttpMethod(method), path)).Status);
    }

    [Fact]
    public async Task Rules_posted_replace_those_in_force_and_are_counted_from_there()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Controlled with { Faults = [new FaultRule(new Fault(FaultKind.Status, 500))] });
        using var api = new Api(engine);
        Assert.Equal(500, await StatusAsync(api));
        Assert.Equal("status:503@2\nhtml@5\n", await PostAsync(api, "status:503@2\r\n\n html@5 \n"));
        Assert.Equal(200, await StatusAsync(api));
        Assert.Equal(503, await StatusAsync(api));
        Assert.Equal(200, await StatusAsync(api));
        using HttpResponseMessage cleared = await api.SendRawAsync(HttpMethod.Delete, Faults);
        Assert.Equal(HttpStatusCode.OK, cleared.StatusCode);
        Assert.Equal(200, await StatusAsync(api));
        Assert.Equal(200, await StatusAsync(api));
    }

    [Fact]
    public async Task Rules_with_a_mistake_change_nothing()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Controlled);
        using var api = new Api(engine);
        await PostAsync(api, "status:503");
        (HttpStatusCode status, JsonElement json) = await api.JsonAsync(Faults, "hang\nexplode");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("unknown fault 'explode'", json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(503, await StatusAsync(api));
    }

    [Fact]
    public async Task Rules_beyond_the_limit_are_refused()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Controlled);
        using var api = new Api(engine);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await api.JsonAsync(Faults, new string('\n', 70_000))).Status);
    }

    [Fact]
    public async Task Refusing_closes_the_listener_until_it_is_told_otherwise_on_an_open_connection()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Controlled);
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.PostAsync("/sim/refuse?on=1", "");
        await client.ReadThroughAsync("\"refusing\":true}");
        await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(engine));
        await client.PostAsync("/sim/refuse?on=0", "");
        await client.ReadThroughAsync("\"refusing\":false}");
        using RawClient again = await RawClient.ConnectAsync(engine);
        await again.PostAsync("/sim/refuse", "");
        Assert.Contains("/sim/refuse?on=1", await again.ReadThroughAsync("}}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_show_what_arrived_and_what_became_of_it()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Controlled);
        using var api = new Api(engine);
        await api.JsonAsync(Api.Chat, Body, ("X-Request-Id", "r1"), ("traceparent", "00-a-b-01"), ("Authorization", "Bearer secret"), ("X-Sim-Echo-Rank", "7"), ("x-other", "hidden"));
        await api.EventsAsync(Api.Completions, """{"stream":true,"max_tokens":4}""");
        await api.JsonAsync(Api.Chat, """{"n":0}""");
        await api.JsonAsync(Api.Chat, Body, ("x-sim-fault", "status:503"));
        await api.SendAsync(HttpMethod.Get, "/health");
        JsonElement[] requests = await RequestsAsync(api, engine);

        Assert.Equal([1, 2, 3, 4, 5], requests.Select(r => r.GetProperty("ordinal").GetInt32()));
        Assert.Equal([Api.Chat, Api.Completions, Api.Chat, Api.Chat, "/health"], requests.Select(r => r.GetProperty("path").GetString()));
        Assert.Equal(["completed", "completed", "refused", "faulted", "completed"], requests.Select(Outcome));
        Assert.Equal([200, 200, 400, 503, 200], requests.Select(r => r.GetProperty("status").GetInt32()));
        Assert.Equal([3, 4, 0, 0, 0], requests.Select(r => r.GetProperty("output_tokens").GetInt32()));
        Assert.Equal("status:503", requests[3].GetProperty("fault").GetString());
        Assert.Equal("""{"traceparent":"00-a-b-01","x-request-id":"r1","x-sim-echo-rank":"7"}""", requests[0].GetProperty("headers").GetRawText());
        Assert.Equal([true, false], requests[..2].Select(r => r.GetProperty("authorization").GetBoolean()));
        Assert.Contains("x-other", requests[0].GetProperty("header_names").EnumerateArray().Select(name => name.GetString()));
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(requests), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", JsonSerializer.Serialize(requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_under_way_is_active_and_one_whose_client_went_is_aborted_with_the_tokens_it_got()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Controlled);
        using var api = new Api(engine);
        using (RawClient client = await RawClient.ConnectAsync(engine))
        {
            await client.PostAsync(Api.Completions, """{"stream":true,"max_tokens":5}""", "x-sim-fault: stall:2\r\n");
            await engine.UntilAsync(stats => stats.Tokens == 2);
            Assert.Equal("active", Outcome(Assert.Single((await api.SendAsync(HttpMethod.Get, "/sim/requests")).Json.GetProperty("requests").EnumerateArray())));
        }

        JsonElement aborted = Assert.Single(await RequestsAsync(api, engine));
        Assert.Equal(("aborted", "stall:2", 2), (Outcome(aborted), aborted.GetProperty("fault").GetString(), aborted.GetProperty("output_tokens").GetInt32()));
    }

    [Fact]
    public async Task A_request_that_never_got_a_response_has_no_status()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Controlled);
        using var api = new Api(engine);
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.PostAsync(Api.Chat, Body, "x-sim-fault: refuse\r\n");
        await Assert.ThrowsAsync<IOException>(client.ReadToCloseAsync);
        JsonElement refused = Assert.Single(await RequestsAsync(api, engine));
        Assert.Equal(("faulted", 0), (Outcome(refused), refused.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Unknown_controls_and_wrong_methods_are_told_so()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Controlled);
        using var api = new Api(engine);
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(HttpMethod.Get, "/sim/other")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await api.SendAsync(HttpMethod.Put, Faults)).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await api.SendAsync(HttpMethod.Put, "/sim/requests")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await api.SendAsync(HttpMethod.Get, "/sim/refuse")).Status);
    }

    private static string? Outcome(JsonElement request) => request.GetProperty("outcome").GetString();

    // A record ends just after its response has.
    private static async Task<JsonElement[]> RequestsAsync(Api api, SimulatedEngine engine)
    {
        await engine.UntilAsync(stats => stats.Active == 0);
        while (true)
        {
            JsonElement[] requests = [.. (await api.SendAsync(HttpMethod.Get, "/sim/requests")).Json.GetProperty("requests").EnumerateArray()];
            if (requests.All(request => Outcome(request) != "active"))
            {
                return requests;
            }
        }
    }

    private static async Task<int> StatusAsync(Api api) => (int)(await api.JsonAsync(Api.Chat, Body)).Status;

    private static async Task<string> PostAsync(Api api, string rules)
    {
        using HttpResponseMessage response = await api.PostAsync(Faults, rules);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
