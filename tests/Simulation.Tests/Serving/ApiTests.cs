using System.Net;
using System.Text.Json;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Serving;

public class ApiTests
{
    [Fact]
    public async Task A_chat_stream_has_its_role_its_tokens_its_finish_reason_and_its_end()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(Api.Chat, """{"model":"sim","stream":true,"max_tokens":3,"messages":[{"role":"user","content":"a b"}]}""");
        Assert.Equal(5, events.Count);
        JsonElement first = Sse.Parse(events[0]);
        Assert.Equal("chat.completion.chunk", first.GetProperty("object").GetString());
        Assert.Equal("simulated", first.GetProperty("system_fingerprint").GetString());
        Assert.Equal("sim", first.GetProperty("model").GetString());
        Assert.Equal("assistant", first.GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString());
        Assert.Equal([" the", " simulated", " engine"], events[1..4].Select(Sse.TextOf));
        Assert.Equal([null, null, "length"], events[1..4].Select(Sse.FinishOf));
        Assert.Equal("[DONE]", events[4]);
        Assert.All(events[..4], e => Assert.Equal(first.GetProperty("id").GetString(), Sse.Parse(e).GetProperty("id").GetString()));
        Assert.All(events[..4], e => Assert.False(Sse.Parse(e).TryGetProperty("usage", out _)));
    }

    [Fact]
    public async Task A_completion_stream_has_text_and_usage_in_its_own_chunk()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(Api.Completions, """{"stream":true,"max_tokens":2,"stream_options":{"include_usage":true},"prompt":[1,2,3,4]}""");
        Assert.Equal(4, events.Count);
        Assert.Equal("text_completion", Sse.Parse(events[0]).GetProperty("object").GetString());
        Assert.Equal(2, Sse.TokensIn(events));
        Assert.Equal(0, Sse.Parse(events[2]).GetProperty("choices").GetArrayLength());
        AssertUsage(Sse.Parse(events[2]), 4, 2);
        Assert.Equal("[DONE]", events[3]);
    }

    [Fact]
    public async Task Continuous_usage_is_on_every_chunk()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { TokensPerChunk = 4 });
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(Api.Completions, """{"stream":true,"max_tokens":10,"stream_options":{"include_usage":true,"continuous_usage_stats":true},"prompt":"a"}""");
        Assert.Equal([4, 8, 10, 10], events[..^1].Select(e => Sse.Parse(e).GetProperty("usage").GetProperty("completion_tokens").GetInt32()));
        Assert.Equal(10, Sse.TokensIn(events));
        AssertUsage(Sse.Parse(events[2]), 1, 10);
    }

    [Theory]
    [InlineData(Api.Chat, """{"max_tokens":4,"messages":[{"content":"a b c"}]}""", "chat.completion")]
    [InlineData(Api.Completions, """{"stream":false,"max_tokens":4,"prompt":"a b c"}""", "text_completion")]
    public async Task Without_a_stream_the_whole_response_is_one_object(string path, string body, string objectName)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        (HttpStatusCode status, JsonElement json) = await api.JsonAsync(path, body);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(objectName, json.GetProperty("object").GetString());
        JsonElement choice = json.GetProperty("choices")[0];
        Assert.Equal("length", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(" the simulated engine says", choice.TryGetProperty("text", out JsonElement text) ? text.GetString() : choice.GetProperty("message").GetProperty("content").GetString());
        AssertUsage(json, 3, 4);
    }

    [Fact]
    public async Task A_request_that_says_nothing_gets_the_default_number_of_tokens()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        (_, JsonElement json) = await api.JsonAsync(Api.Chat, "{}");
        AssertUsage(json, 0, 5);
    }

    [Fact]
    public async Task With_stamped_content_an_empty_request_streams_times()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { StampContent = true });
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(Api.Chat, "{}");
        long now = Transport.Timing.MonotonicClock.Instance.NowNs;
        Assert.Equal(7, events.Count);
        Assert.All(events[1..6], e => Assert.InRange(long.Parse(Sse.TextOf(e)!.TrimStart(), System.Globalization.CultureInfo.InvariantCulture), 1, now));
    }

    [Theory]
    [InlineData("""{"n":4097}""", 400, "4097 choices in one request are not supported: ask for at most 4096")]
    [InlineData("""{"max_tokens":1048577}""", 400, "maximum context length is 1048576 tokens, but 1048577 were requested (0 in the prompt, 1048577 in the completion)")]
    [InlineData("""{"messages":""", 400, "not valid JSON")]
    [InlineData("""{"model":"gpt"}""", 404, "the model 'gpt' does not exist: this engine serves 'sim'")]
    public async Task A_request_that_cannot_be_served_gets_an_error_in_openai_shape(string body, int status, string message)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        (HttpStatusCode actual, JsonElement json) = await api.JsonAsync(Api.Chat, body);
        Assert.Equal(status, (int)actual);
        Assert.Contains(message, json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.String, json.GetProperty("error").GetProperty("type").ValueKind);
        Assert.Equal((1, 0), (engine.Snapshot().Refused, engine.Snapshot().Completed));
    }

    [Fact]
    public async Task A_prompt_that_fills_the_context_is_refused_even_when_no_length_is_asked()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { MaxContext = 8 });
        using var api = new Api(engine);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.JsonAsync(Api.Completions, """{"prompt":[1,2,3,4,5,6,7,8]}""")).Status);
        (HttpStatusCode status, JsonElement json) = await api.JsonAsync(Api.Completions, """{"prompt":[1,2,3,4,5,6]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        AssertUsage(json, 6, 2);
    }

    [Fact]
    public async Task A_prompt_of_a_megabyte_is_counted()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        string prompt = string.Concat(Enumerable.Repeat("word ", 250_000));
        (_, JsonElement json) = await api.JsonAsync(Api.Completions, $$"""{"prompt":"{{prompt}}","max_tokens":1}""");
        AssertUsage(json, 250_000, 1);
    }

    [Fact]
    public async Task With_a_key_only_its_bearer_is_served()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { ApiKey = "k" });
        using var api = new Api(engine);
        (HttpStatusCode status, JsonElement json) = await api.JsonAsync(Api.Chat, "{}");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("invalid_api_key", json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.JsonAsync(Api.Chat, "{}", ("Authorization", "Bearer x"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.JsonAsync(Api.Chat, "{}", ("Authorization", "Bearer k"))).Status);
    }

    private static void AssertUsage(JsonElement response, int prompt, int completion)
    {
        JsonElement usage = response.GetProperty("usage");
        Assert.Equal(prompt, usage.GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(completion, usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(prompt + completion, usage.GetProperty("total_tokens").GetInt32());
        Assert.Equal(0, usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
    }
}
