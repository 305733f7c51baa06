using System.Text.Json;

namespace LoadGen.EndToEnd.Routing;

/// <summary>A pair behind the router gives what an aggregated engine gives.</summary>
[Collection(RoutedPools.Name)]
public sealed class PairTextTests(RoutedPools pools)
{
    private const string Chat = """{"model":"sim","messages":[{"role":"user","content":"one two three"}],"max_tokens":5MORE}""";

    private const string Completion = """{"model":"sim","prompt":"one two three","max_tokens":5MORE}""";

    private const string Batch = """{"model":"sim","prompt":["one two three","four five"],"max_tokens":5MORE}""";

    private const string Ids = """{"model":"sim","prompt":[1,2,3,4],"max_tokens":5MORE}""";

    private const string Generate = """{"text":"one two three","sampling_params":{"max_new_tokens":5}MORE}""";

    private const string GenerateBatch = """{"text":["one two three","four five"],"sampling_params":{"max_new_tokens":5}MORE}""";

    public static TheoryData<string, string, string> Cases => new()
    {
        { "sglang", "/v1/chat/completions", Chat },
        { "sglang", "/v1/chat/completions", Chat.Replace("MORE", ",\"n\":2MORE") },
        { "sglang", "/v1/completions", Completion },
        { "sglang", "/v1/completions", Completion.Replace("MORE", ",\"n\":2MORE") },
        { "sglang", "/v1/completions", Batch },
        { "sglang", "/v1/completions", Ids },
        { "sglang", "/generate", Generate },
        { "sglang", "/generate", GenerateBatch },
        { "nixl", "/v1/chat/completions", Chat },
        { "nixl", "/v1/chat/completions", Chat.Replace("MORE", ",\"n\":2MORE") },
        { "nixl", "/v1/completions", Completion },
        { "nixl", "/v1/completions", Completion.Replace("MORE", ",\"n\":2MORE") },
        { "nixl", "/v1/completions", Batch },
        { "nixl", "/v1/completions", Ids },
        { "trtllm-context-first", "/v1/chat/completions", Chat },
        { "trtllm-context-first", "/v1/chat/completions", Chat.Replace("MORE", ",\"n\":2MORE") },
        { "trtllm-context-first", "/v1/completions", Completion },
        { "trtllm-context-first", "/v1/completions", Completion.Replace("MORE", ",\"n\":2MORE") },
        { "trtllm-context-first", "/v1/completions", Ids },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_pair_says_what_an_aggregated_engine_says(string protocol, string path, string body)
    {
        RoutedPool pair = await pools.GetAsync(protocol);
        RoutedPool aggregated = await pools.GetAsync("aggregated");
        foreach (bool isStream in (bool[])[false, true])
        {
            string text = body.Replace("MORE", isStream ? ",\"stream\":true" : "", StringComparison.Ordinal);
            IReadOnlyList<string> expected = Choices.Of((await aggregated.Router.PostAsync(path, text)).Is(200), isStream);
            Assert.Equal(expected, Choices.Of((await pair.Router.PostAsync(path, text)).Is(200), isStream));
            Assert.All(expected, choice => Assert.Contains("length", choice));
        }

        await pair.AtRestAsync();
    }

    [Fact]
    public async Task TensorRT_LLM_refuses_several_prompts_in_a_request_with_what_would_be_right()
    {
        RoutedPool pair = await pools.GetAsync("trtllm-context-first");
        (string code, string message) = (await pair.Router.PostAsync("/v1/completions", Batch.Replace("MORE", ""))).Is(400).Error;
        Assert.Equal("invalid_request", code);
        Assert.Contains("one prompt a request", message);
    }

    [Theory]
    [InlineData("sglang")]
    [InlineData("nixl")]
    [InlineData("trtllm-context-first")]
    public async Task Usage_comes_with_the_last_event_where_it_is_asked_for(string protocol)
    {
        RoutedPool pair = await pools.GetAsync(protocol);
        string body = Chat.Replace("MORE", ""","stream":true,"stream_options":{"include_usage":true}""");
        JsonElement usage = Choices.Events((await pair.Router.PostAsync("/v1/chat/completions", body)).Is(200))[^1].GetProperty("usage");
        Assert.Equal((3, 5), (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("completion_tokens").GetInt32()));
    }
}
