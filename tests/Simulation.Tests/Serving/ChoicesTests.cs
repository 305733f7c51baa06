using System.Text.Json;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Serving;

public class ChoicesTests
{
    [Fact]
    public async Task Choices_of_a_chat_stream_come_in_turns_each_with_its_own_words()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(Api.Chat, """{"stream":true,"n":2,"max_tokens":2,"stream_options":{"include_usage":true},"messages":[{"content":"a b"}]}""");
        Assert.Equal([0, 1, 0, 1, 0, 1], events[..6].Select(e => Choice(e).GetProperty("index").GetInt32()));
        Assert.All(events[..2], e => Assert.Equal("assistant", Choice(e).GetProperty("delta").GetProperty("role").GetString()));
        Assert.Equal([" the", " simulated", " simulated", " engine"], events[2..6].Select(Sse.TextOf));
        Assert.Equal([null, null, "length", "length"], events[2..6].Select(Sse.FinishOf));
        JsonElement usage = Sse.Parse(events[6]).GetProperty("usage");
        Assert.Equal((2, 4, 6), (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("completion_tokens").GetInt32(), usage.GetProperty("total_tokens").GetInt32()));
        Assert.Equal("[DONE]", events[7]);
        Assert.Equal((4, 4), (engine.Snapshot().Tokens, engine.Snapshot().Chunks));
    }

    [Fact]
    public async Task Choices_of_several_prompts_are_numbered_prompt_by_prompt_and_usage_is_their_sum()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        JsonElement json = (await api.JsonAsync(Api.Completions, """{"prompt":["a","b c"],"n":2,"max_tokens":3}""")).Json;
        JsonElement[] choices = [.. json.GetProperty("choices").EnumerateArray()];
        Assert.Equal([0, 1, 2, 3], choices.Select(c => c.GetProperty("index").GetInt32()));
        Assert.Equal(4, choices.Select(c => c.GetProperty("text").GetString()).Distinct().Count());
        Assert.All(choices, c => Assert.Equal("length", c.GetProperty("finish_reason").GetString()));
        Assert.Equal((3, 12), (json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), json.GetProperty("usage").GetProperty("completion_tokens").GetInt32()));
    }

    [Fact]
    public async Task Continuous_usage_of_a_choice_is_its_own()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(Api.Completions, """{"stream":true,"prompt":["a","b c"],"max_tokens":2,"stream_options":{"continuous_usage_stats":true}}""");
        Assert.Equal([(1, 1), (2, 1), (1, 2), (2, 2), (3, 4)], events[..^1].Select(e => Sse.Parse(e).GetProperty("usage"))
            .Select(u => (u.GetProperty("prompt_tokens").GetInt32(), u.GetProperty("completion_tokens").GetInt32())));
    }

    [Fact]
    public async Task A_batch_of_one_prompt_is_as_the_prompt_alone()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        JsonElement json = (await api.JsonAsync(Api.Completions, """{"prompt":["a b"],"max_tokens":1}""")).Json;
        Assert.Equal(1, json.GetProperty("choices").GetArrayLength());
        Assert.Equal(2, json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task Each_prompt_of_several_may_fill_the_context()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { MaxContext = 8 });
        using var api = new Api(engine);
        Assert.Equal(200, (int)(await api.JsonAsync(Api.Completions, """{"prompt":[[1,2,3,4,5],[1,2,3,4,5]],"max_tokens":3}""")).Status);
        Assert.Equal(400, (int)(await api.JsonAsync(Api.Completions, """{"prompt":[[1],[1,2,3,4,5,6]],"max_tokens":3}""")).Status);
    }

    [Theory]
    [InlineData("error:1", "simulated failure")]
    [InlineData("malformed-json:1", "\"text\":\"")]
    public async Task Faults_of_streams_spoil_several_choices_too(string fault, string sign)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(Api.Chat, """{"stream":true,"n":2,"max_tokens":2}""", ("x-sim-fault", fault));
        Assert.Contains(sign, string.Join('\n', events), StringComparison.Ordinal);
        Assert.Equal("[DONE]", events[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Log_probabilities_of_a_chat_name_each_token_and_its_alternatives(bool stream)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        string body = $$"""{"stream":{{(stream ? "true" : "false")}},"max_tokens":2,"logprobs":true,"top_logprobs":3}""";
        JsonElement[] tokens = stream
            ? [.. (await api.EventsAsync(Api.Chat, body))[1..3].Select(e => Assert.Single(Content(Choice(e))))]
            : Content((await api.JsonAsync(Api.Chat, body)).Json.GetProperty("choices")[0]);
        Assert.Equal([" the", " simulated"], tokens.Select(t => t.GetProperty("token").GetString()));
        Assert.Equal(" the"u8.ToArray(), tokens[0].GetProperty("bytes").EnumerateArray().Select(b => b.GetByte()));
        Assert.All(tokens, token =>
        {
            JsonElement[] top = [.. token.GetProperty("top_logprobs").EnumerateArray()];
            Assert.Equal(3, top.Length);
            Assert.Equal(token.GetProperty("token").GetString(), top[0].GetProperty("token").GetString());
            double[] falling = [.. top.Select(t => t.GetProperty("logprob").GetDouble())];
            Assert.Equal(falling.OrderDescending(), falling);
        });
    }

    [Fact]
    public async Task Log_probabilities_of_a_completion_stream_go_on_where_the_event_before_ended()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { TokensPerChunk = 2 });
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(Api.Completions, """{"stream":true,"max_tokens":3,"logprobs":2}""");
        JsonElement[] lists = [.. events[..2].Select(e => Choice(e).GetProperty("logprobs"))];
        Assert.Equal([0, 4, 14], lists.SelectMany(l => l.GetProperty("text_offset").EnumerateArray()).Select(o => o.GetInt32()));
        Assert.Equal([" the", " simulated", " engine"], lists.SelectMany(l => l.GetProperty("tokens").EnumerateArray()).Select(t => t.GetString()));
        Assert.Equal(3, lists.Sum(l => l.GetProperty("token_logprobs").GetArrayLength()));
        Assert.All(lists.SelectMany(l => l.GetProperty("top_logprobs").EnumerateArray()), top => Assert.Equal(2, top.EnumerateObject().Count()));
    }

    [Theory]
    [InlineData("""{"logprobs":3}""", "'logprobs' must be true or false")]
    [InlineData("""{"logprobs":true,"top_logprobs":21}""", "'top_logprobs' must be a whole number from 0 to 20")]
    public async Task Log_probabilities_that_cannot_be_had_are_explained(string body, string message)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        (System.Net.HttpStatusCode status, JsonElement json) = await api.JsonAsync(Api.Chat, body);
        Assert.Equal(400, (int)status);
        Assert.Contains(message, json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static JsonElement Choice(string data) => Sse.Parse(data).GetProperty("choices")[0];

    private static JsonElement[] Content(JsonElement choice) => [.. choice.GetProperty("logprobs").GetProperty("content").EnumerateArray()];
}
