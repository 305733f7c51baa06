using System.Net;
using System.Text.Json;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Serving;

public class GenerateApiTests
{
    [Fact]
    public async Task A_text_gets_one_object_with_its_counts()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        (HttpStatusCode status, JsonElement json) = await api.JsonAsync(Api.Generate, """{"text":"a b c","sampling_params":{"max_new_tokens":3,"temperature":0}}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(" the simulated engine", json.GetProperty("text").GetString());
        Assert.Equal([1000, 1001, 1002], Ids(json));
        JsonElement info = json.GetProperty("meta_info");
        Assert.Equal("gen-sim-00000001", info.GetProperty("id").GetString());
        Assert.Equal("""{"type":"length","length":3}""", info.GetProperty("finish_reason").GetRawText());
        Assert.Equal((3, 3, 0), (Count(info, "prompt_tokens"), Count(info, "completion_tokens"), Count(info, "cached_tokens")));
        Assert.False(info.TryGetProperty("output_token_logprobs", out _));
        Assert.False(json.TryGetProperty("index", out _));
    }

    [Fact]
    public async Task A_stream_repeats_all_of_the_text_so_far_and_ends_with_its_marker()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(Api.Generate, """{"input_ids":[7,8],"sampling_params":{"max_new_tokens":3},"stream":true}""");
        Assert.Equal("[DONE]", events[^1]);
        JsonElement[] chunks = [.. events[..^1].Select(Sse.Parse)];
        Assert.Equal([" the", " the simulated", " the simulated engine"], chunks.Select(c => c.GetProperty("text").GetString()));
        Assert.Equal([1, 2, 3], chunks.Select(c => Count(c.GetProperty("meta_info"), "completion_tokens")));
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Object], chunks.Select(c => c.GetProperty("meta_info").GetProperty("finish_reason").ValueKind));
        Assert.All(chunks, c => Assert.Equal(2, Count(c.GetProperty("meta_info"), "prompt_tokens")));
        Assert.All(chunks, c => Assert.False(c.TryGetProperty("index", out _)));
        Assert.Equal(3, engine.Snapshot().Tokens);
    }

    [Theory]
    [InlineData("""{"text":["a","b c"],"sampling_params":{"max_new_tokens":2}}""", new[] { 1, 2 })]
    [InlineData("""{"input_ids":[[1,2],[3]],"sampling_params":{"max_new_tokens":2}}""", new[] { 2, 1 })]
    [InlineData("""{"text":["a"],"sampling_params":{"max_new_tokens":2}}""", new[] { 1 })]
    [InlineData("""{"text":"a b","sampling_params":{"max_new_tokens":2,"n":3}}""", new[] { 2, 2, 2 })]
    [InlineData("""{"text":["a","b c"],"sampling_params":{"max_new_tokens":2,"n":2}}""", new[] { 1, 1, 2, 2 })]
    public async Task A_batch_gets_an_array_in_the_order_of_its_prompts(string body, int[] promptTokens)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        (_, JsonElement json) = await api.JsonAsync(Api.Generate, body);
        JsonElement[] items = [.. json.EnumerateArray()];
        Assert.Equal(promptTokens, items.Select(item => Count(item.GetProperty("meta_info"), "prompt_tokens")));
        Assert.Equal(items.Length, items.Select(item => item.GetProperty("text").GetString()).Distinct().Count());
        Assert.Equal(items.Length, items.Select(item => item.GetProperty("meta_info").GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(2 * items.Length, engine.Snapshot().Tokens);
    }

    [Fact]
    public async Task A_streamed_batch_names_the_index_of_each_event()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(Api.Generate, """{"text":["a","b"],"sampling_params":{"max_new_tokens":2},"stream":true}""");
        Assert.Equal([0, 1, 0, 1], events[..^1].Select(e => Count(Sse.Parse(e), "index")));
        Assert.Equal([" the", " simulated", " the simulated", " simulated engine"], events[..^1].Select(e => Sse.Parse(e).GetProperty("text").GetString()));
        Assert.Equal("[DONE]", events[^1]);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(",\"logprob_start_len\":-1", 0)]
    [InlineData(",\"logprob_start_len\":0", 4)]
    [InlineData(",\"logprob_start_len\":3", 1)]
    [InlineData(",\"logprob_start_len\":9", 0)]
    public async Task Log_probabilities_cover_the_output_and_the_prompt_from_where_it_was_asked(string start, int inputs)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        string body = $$"""{"sampling_params":{"max_new_tokens":3},"text":"a b c d","return_logprob":true{{start}} }""";
        JsonElement info = (await api.JsonAsync(Api.Generate, body)).Json.GetProperty("meta_info");
        JsonElement input = info.GetProperty("input_token_logprobs");
        Assert.Equal(inputs, input.GetArrayLength());
        Assert.True(inputs == 0 || input[0][0].ValueKind == JsonValueKind.Null);
        JsonElement[] output = [.. info.GetProperty("output_token_logprobs").EnumerateArray()];
        Assert.Equal([1000, 1001, 1002], output.Select(triple => triple[1].GetInt32()));
        Assert.All(output, triple => Assert.InRange(triple[0].GetDouble(), -1, 0));
        Assert.All(output, triple => Assert.Equal(JsonValueKind.Null, triple[2].ValueKind));
    }

    [Fact]
    public async Task A_short_answer_says_which_token_stopped_it()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        JsonElement json = (await api.JsonAsync(Api.Generate, """{"text":"a","sampling_params":{"max_new_tokens":3}}""", ("x-sim-fault", "short:1"))).Json;
        Assert.Equal("""{"type":"stop","matched":1002}""", json.GetProperty("meta_info").GetProperty("finish_reason").GetRawText());
    }

    [Theory]
    [InlineData("""{"sampling_params":[]}""", "'sampling_params' must be an object")]
    [InlineData("""{"sampling_params":{"max_new_tokens":0}}""", "'max_new_tokens' must be a whole number from 1")]
    [InlineData("""{"text":3}""", "'text' must be a string")]
    [InlineData("""{"input_ids":[1,"a"]}""", "'input_ids' mixes token ids and whole prompts")]
    [InlineData("""{"logprob_start_len":-2}""", "'logprob_start_len' must be a whole number from -1")]
    public async Task What_cannot_be_served_is_explained(string body, string message)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        (HttpStatusCode status, JsonElement json) = await api.JsonAsync(Api.Generate, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(message, json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Null_beside_the_prompt_that_was_sent_changes_nothing()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        JsonElement json = (await api.JsonAsync(Api.Generate, """{"text":"a b","input_ids":null,"sampling_params":null}""")).Json;
        Assert.Equal((2, 5), (Count(json.GetProperty("meta_info"), "prompt_tokens"), Count(json.GetProperty("meta_info"), "completion_tokens")));
    }

    private static int Count(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static IEnumerable<int> Ids(JsonElement json) => json.GetProperty("output_ids").EnumerateArray().Select(id => id.GetInt32());
}
