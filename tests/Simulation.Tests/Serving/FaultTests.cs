using System.Net;
using System.Text.Json;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Serving;

public class FaultTests
{
    private const string Streamed = """{"stream":true,"max_tokens":5,"stream_options":{"include_usage":true}}""";
    private const string Whole = """{"max_tokens":5}""";

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Status_answers_with_that_status_and_an_error_body(int status)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        using HttpResponseMessage response = await api.PostAsync(Api.Chat, Streamed, ("x-sim-fault", $"status:{status}"));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 429, response.Headers.RetryAfter is not null);
        JsonElement json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal($"simulated status {status}", json.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(1, engine.Snapshot().FaultsByKind[FaultKind.Status]);
    }

    [Theory]
    [InlineData("status:503", true)]
    [InlineData("html", true)]
    [InlineData("reset", true)]
    [InlineData("cut:2", true)]
    [InlineData("hang", false)]
    [InlineData("stall:2", false)]
    public async Task A_fault_that_was_served_to_its_end_counts_as_completed_and_one_without_end_as_aborted(string fault, bool ends)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using (RawClient client = await RawClient.ConnectAsync(engine))
        {
            await client.PostAsync(Api.Completions, Streamed, $"x-sim-fault: {fault}\r\n");
            await engine.UntilAsync(stats => stats.Faults == 1);
            if (ends)
            {
                await engine.UntilAsync(stats => stats.Completed == 1);
            }
        }

        await engine.UntilAsync(stats => stats.Active == 0);
        SimulatedEngineStats stats = engine.Snapshot();
        Assert.Equal(ends ? (1, 0, 0) : (0, 1, 0), (stats.Completed, stats.Aborted, stats.Refused));
    }

    [Fact]
    public async Task Cut_closes_the_connection_in_mid_stream_after_its_tokens()
    {
        string got = await ToCloseAsync(Streamed, "cut:3");
        Assert.Equal(3, Tokens(got));
        Assert.DoesNotContain("\r\n0\r\n", got, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", got, StringComparison.Ordinal);
        Assert.DoesNotContain("\"length\"", got, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cut_of_a_whole_response_sends_less_than_its_content_length()
    {
        string got = await ToCloseAsync(Whole, "cut:3");
        string body = got[(got.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        int length = int.Parse(got.Split("Content-Length: ")[1].Split("\r\n")[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(body.Length, 1, length - 1);
    }

    [Fact]
    public async Task Error_ends_a_stream_with_an_error_event_and_the_end_marker()
    {
        List<string> events = await EventsAsync("error:2");
        Assert.Equal(2, Sse.TokensIn(events));
        Assert.Equal("simulated failure", Sse.Parse(events[^2]).GetProperty("error").GetProperty("message").GetString());
        Assert.Equal("[DONE]", events[^1]);
        Assert.Null(Sse.FinishOf(events[^3]));
    }

    [Fact]
    public async Task Error_of_a_whole_response_is_a_500()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        Assert.Equal(HttpStatusCode.InternalServerError, (await api.JsonAsync(Api.Chat, Whole, ("x-sim-fault", "error"))).Status);
    }

    [Fact]
    public async Task No_done_leaves_only_the_end_marker_out()
    {
        List<string> events = await EventsAsync("no-done");
        Assert.Equal(5, Sse.TokensIn(events));
        Assert.Equal("length", Sse.FinishOf(events[^2]));
        Assert.True(Sse.Parse(events[^1]).TryGetProperty("usage", out _));
    }

    [Fact]
    public async Task No_finish_ends_after_the_tokens()
    {
        List<string> events = await EventsAsync("no-finish");
        Assert.Equal(5, Sse.TokensIn(events));
        Assert.Equal(" one", Sse.TextOf(events[^1]));
        Assert.Null(Sse.FinishOf(events[^1]));
    }

    [Fact]
    public async Task Short_stops_before_the_length_asked_for()
    {
        List<string> events = await EventsAsync("short:2");
        Assert.Equal(3, Sse.TokensIn(events));
        Assert.Equal("stop", Sse.FinishOf(events[^3]));
        Assert.Equal(3, Sse.Parse(events[^2]).GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal("[DONE]", events[^1]);
    }

    [Fact]
    public async Task Stall_keeps_the_connection_open_until_the_client_goes()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using (RawClient client = await RawClient.ConnectAsync(engine))
        {
            await client.PostAsync(Api.Completions, Streamed, "x-sim-fault: stall:2\r\n");
            Assert.Equal(2, Tokens(await client.ReadThroughAsync("\"text\":\" simulated\",\"logprobs\":null,\"finish_reason\":null}]}\n\n\r\n")));
            Assert.Equal(1, engine.Snapshot().Active);
        }

        await engine.UntilAsync(stats => stats is { Active: 0, Aborted: 1 });
    }

    [Fact]
    public async Task Html_is_a_page_with_status_200()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        using HttpResponseMessage response = await api.PostAsync(Api.Chat, Streamed, ("x-sim-fault", "html"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData(Streamed, "}\n\n\r\nnot-a-size\r\n")]
    [InlineData(Whole, "\r\n\r\nnot-a-size\r\n")]
    public async Task Malformed_chunk_puts_bytes_that_are_no_size_where_a_size_belongs(string body, string end) =>
        Assert.EndsWith(end, await ToCloseAsync(body, "malformed-chunk:2"), StringComparison.Ordinal);

    [Fact]
    public async Task Malformed_json_is_one_broken_event_in_an_otherwise_whole_stream()
    {
        List<string> events = await EventsAsync("malformed-json:2");
        string broken = Assert.Single(events, e => e != "[DONE]" && !IsJson(e));
        Assert.Equal(2, events.IndexOf(broken));
        events.Remove(broken);
        Assert.Equal(5, Sse.TokensIn(events));
    }

    [Fact]
    public async Task Malformed_json_of_a_whole_response_breaks_its_body()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        using HttpResponseMessage response = await api.PostAsync(Api.Chat, Whole, ("x-sim-fault", "malformed-json"));
        Assert.False(IsJson(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Huge_header_has_the_size_asked_for_and_the_stream_follows()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.PostAsync(Api.Completions, Streamed, "x-sim-fault: huge-header:300\r\n");
        string got = await client.ReadThroughAsync("\r\n0\r\n\r\n");
        Assert.Contains("x-huge: " + new string('x', 300 * 1024) + "\r\n", got, StringComparison.Ordinal);
        Assert.Equal(5, Tokens(got));
    }

    [Fact]
    public async Task Reset_tears_the_connection_down_without_a_response()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.PostAsync(Api.Chat, Streamed, "x-sim-fault: reset\r\n");
        IOException error = await Assert.ThrowsAsync<IOException>(client.ReadToCloseAsync);
        Assert.Equal(System.Net.Sockets.SocketError.ConnectionReset, Assert.IsType<System.Net.Sockets.SocketException>(error.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task Hang_answers_nothing_until_the_client_goes()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using (RawClient client = await RawClient.ConnectAsync(engine))
        {
            await client.PostAsync(Api.Chat, Streamed, "x-sim-fault: hang\r\n");
            await engine.UntilAsync(stats => stats is { Active: 1, Faults: 1 });
        }

        await engine.UntilAsync(stats => stats.Active == 0);
        Assert.Equal(0, engine.Snapshot().Tokens);
    }

    [Fact]
    public async Task Usage_mismatch_claims_tokens_that_were_not_sent()
    {
        List<string> events = await EventsAsync("usage-mismatch:3");
        Assert.Equal(5, Sse.TokensIn(events));
        Assert.Equal(8, Sse.Parse(events[^2]).GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData(Streamed)]
    [InlineData(Whole)]
    public async Task Slow_holds_the_answer_back(string body)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using (RawClient client = await RawClient.ConnectAsync(engine))
        {
            await client.PostAsync(Api.Completions, body, "x-sim-fault: slow:86400000\r\n");
            await engine.UntilAsync(stats => stats is { Active: 1, Faults: 1 });
        }

        await engine.UntilAsync(stats => stats is { Active: 0, Aborted: 1, Tokens: 0 });
    }

    [Fact]
    public async Task A_little_slow_is_an_answer_like_any_other()
    {
        List<string> events = await EventsAsync("slow:1");
        Assert.Equal(5, Sse.TokensIn(events));
        Assert.Equal("[DONE]", events[^1]);
    }

    [Fact]
    public async Task Refuse_resets_the_connection_though_the_body_has_not_come()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.SendAsync("POST /v1/completions HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\nx-sim-fault: refuse\r\n\r\n");
        IOException error = await Assert.ThrowsAsync<IOException>(client.ReadToCloseAsync);
        Assert.Equal(System.Net.Sockets.SocketError.ConnectionReset, Assert.IsType<System.Net.Sockets.SocketException>(error.InnerException).SocketErrorCode);
        Assert.Equal(1, engine.Snapshot().FaultsByKind[FaultKind.Refuse]);
    }

    [Fact]
    public async Task Early_status_is_answered_though_the_body_has_not_come()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.SendAsync("POST /v1/completions HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\nx-sim-fault: early-status:503\r\n\r\n");
        string response = await client.ReadThroughAsync("}}");
        Assert.StartsWith("HTTP/1.1 503 ", response, StringComparison.Ordinal);
        Assert.Contains("simulated status 503", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Streamed, "text/event-stream")]
    [InlineData(Whole, "application/json")]
    public async Task Cut_after_head_sends_a_head_and_nothing_else(string body, string contentType)
    {
        string got = await ToCloseAsync(body, "cut-after-head");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", got, StringComparison.Ordinal);
        Assert.Contains("Content-Type: " + contentType, got, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", got, StringComparison.Ordinal);
        Assert.DoesNotContain("data:", got, StringComparison.Ordinal);
        Assert.Equal(got.Length - 4, got.IndexOf("\r\n\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Split_writes_make_the_same_stream()
    {
        List<string> events = await EventsAsync("split-writes");
        Assert.Equal(5, Sse.TokensIn(events));
        Assert.Equal("[DONE]", events[^1]);
    }

    [Fact]
    public async Task Split_writes_make_the_same_whole_response()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        JsonElement json = (await api.JsonAsync(Api.Completions, Whole, ("x-sim-fault", "split-writes"))).Json;
        Assert.Equal(" the simulated engine says one", json.GetProperty("choices")[0].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(Api.Chat)]
    [InlineData(Api.Completions)]
    public async Task Done_in_content_is_a_token_like_any_other(string path)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(path, Streamed, ("x-sim-fault", "done-in-content"));
        Assert.Equal([" the", " simulated", "data: [DONE]", " says", " one"], events.Select(Sse.TextOf).Where(text => text is not null));
        Assert.Equal("[DONE]", events[^1]);
        JsonElement whole = (await api.JsonAsync(path, Whole, ("x-sim-fault", "done-in-content"))).Json;
        Assert.Contains("data: [DONE]", whole.GetProperty("choices")[0].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_strike_every_so_many_requests_and_the_first_that_strikes_wins()
    {
        FaultRule[] rules = [new(new Fault(FaultKind.Status, 503), 3), new(new Fault(FaultKind.Status, 500), 2)];
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { Faults = rules });
        using var api = new Api(engine);
        var statuses = new List<int>();
        for (int i = 0; i < 6; i++)
        {
            statuses.Add((int)(await api.JsonAsync(Api.Chat, Whole)).Status);
        }

        Assert.Equal([200, 500, 503, 500, 200, 503], statuses);
    }

    [Fact]
    public async Task A_fault_header_that_cannot_be_read_is_a_400()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        (HttpStatusCode status, JsonElement json) = await api.JsonAsync(Api.Chat, Whole, ("x-sim-fault", "explode"));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("unknown fault 'explode'", json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static async Task<List<string>> EventsAsync(string fault)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        return await api.EventsAsync(Api.Completions, Streamed, ("x-sim-fault", fault));
    }

    private static async Task<string> ToCloseAsync(string body, string fault)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(engine);
        await client.PostAsync(Api.Completions, body, $"x-sim-fault: {fault}\r\n");
        return await client.ReadToCloseAsync();
    }

    private static int Tokens(string raw) => raw.Split("\"text\":\" ").Length - 1;

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
