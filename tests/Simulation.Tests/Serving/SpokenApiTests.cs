using System.Buffers;
using System.Net;
using System.Text;
using LoadGen.Inference;
using LoadGen.Shared.Apis;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Serving;

/// <summary>The engine in every API that it speaks, asked by the client's own writer and heard by the client's own reader.</summary>
public class SpokenApiTests
{
    private const string Text = " the simulated engine says one";

    private static readonly GenerationOptions s_stream = new() { Model = "sim" };
    private static readonly GenerationOptions s_whole = s_stream with { Stream = false };

    public static TheoryData<string> Streaming => ["completions", "chat", "responses", "anthropic", "sglang", "tgi", "triton", "trtllm", "trtllm-llmapi"];

    public static TheoryData<string> Whole => ["completions", "chat", "responses", "anthropic", "sglang", "triton", "trtllm", "trtllm-llmapi"];

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task A_stream_has_text_counts_and_an_end(string name)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();

        ApiStream stream = await StreamAsync(engine, name, out IInferenceApi api);

        Assert.All(stream.Events, e => Assert.True(e.Malformed is null && e.Error is null, e.Malformed ?? e.Error?.Message));
        Assert.Equal((Text, ""), (stream.Content, stream.Reasoning));
        Assert.Equal(api.Traits.EndMarker is not null, stream.Events[^1].IsDone);
        if (api.Traits.StatesFinish)
        {
            Assert.Equal((FinishReason.Length, 3, 5), (stream.Finish, stream.Usage.PromptTokens, stream.Usage.CompletionTokens));
        }

        Assert.Equal(5, engine.Snapshot().Tokens);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Chunks_of_several_tokens_are_read_alike(string name)
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { TokensPerChunk = 2 });

        ApiStream stream = await StreamAsync(engine, name, out _);

        Assert.Equal(Text, stream.Content);
        int stated = stream.Tokens.Sum();
        Assert.True(stated is 0 or 5, $"{stated} tokens stated");
        Assert.True(stated == 5 || name is not ("sglang" or "tgi"), "these state them");
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task A_whole_answer_has_text_and_counts(string name)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();

        (HttpStatusCode status, byte[] body, IInferenceApi api) = await AskAsync(engine, name, s_whole);
        StreamEvent answer = ApiStream.Whole(api, body, out string content);

        Assert.Equal((HttpStatusCode.OK, Text, null), (status, content, answer.Malformed));
        Assert.True(!api.Traits.StatesFinish || answer is { Finish: FinishReason.Length, Usage: { PromptTokens: 3, CompletionTokens: 5 } });
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Faults_are_told_in_the_apis_own_words(string name)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();

        ApiStream error = await StreamAsync(engine, name, out IInferenceApi api, "error:2");
        ApiStream noDone = await StreamAsync(engine, name, out _, "no-done");
        ApiStream malformed = await StreamAsync(engine, name, out _, "malformed-json:2");
        (HttpStatusCode status, byte[] body, _) = await AskAsync(engine, name, s_stream, "status:500");

        Assert.Contains("simulated failure", error.Events.Single(e => e.Error is not null).Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(noDone.Events, e => e.IsDone && name != "tgi");
        Assert.Contains(malformed.Events, e => e.Malformed is not null);
        Assert.Equal((HttpStatusCode.InternalServerError, "simulated status 500"), (status, api.ReadError(500, body).Message));
    }

    [Fact]
    public async Task Token_ids_go_in_and_come_out()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { TokensPerChunk = 2 });
        Assert.True(InferenceApis.TryGet("vllm-tokens", out IInferenceApi? api));
        foreach (GenerationOptions options in (GenerationOptions[])[s_stream, s_stream with { ContinuousUsage = true }])
        {
            ApiStream stream = ApiStream.Read(api, (await AskAsync(engine, api, new GenerationRequest { Options = options, TokenIds = [7, 8, 9], MaxTokens = 5 })).Body);

            Assert.Equal([2, 2, 1], stream.Tokens);
            Assert.Equal((FinishReason.Length, 3, 5), (stream.Finish, stream.Usage.PromptTokens, stream.Usage.CompletionTokens));
        }

        StreamEvent whole = ApiStream.Whole(api, (await AskAsync(engine, api, new GenerationRequest { Options = s_whole, TokenIds = [7, 8, 9], MaxTokens = 5 })).Body, out _);
        Assert.Equal((5, OutputKinds.Content, FinishReason.Length), (whole.Tokens, whole.Output, whole.Finish));
    }

    [Fact]
    public async Task What_began_a_prompt_before_is_said_to_be_cached()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { CachedPrefix = true });
        string prompt = string.Join(' ', Enumerable.Range(0, 100).Select(i => "w" + i));
        foreach (string name in (string[])["responses", "anthropic"])
        {
            await StreamAsync(engine, name, out _, prompt: prompt);
            ApiStream again = await StreamAsync(engine, name, out _, prompt: prompt);
            Assert.Equal((100, 64), (again.Usage.PromptTokens, again.Usage.CachedPromptTokens));
        }
    }

    [Fact]
    public async Task Instructions_count_as_prompt()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        var anthropic = await api.JsonAsync("/v1/messages", """{"system":[{"type":"text","text":"Be brief"}],"messages":[{"role":"user","content":[{"type":"text","text":"a b c"}]}],"max_tokens":2}""");
        var responses = await api.JsonAsync("/v1/responses", """{"instructions":"Be brief","input":"a b c","max_output_tokens":2}""");

        Assert.Equal(5, anthropic.Json.GetProperty("usage").GetProperty("input_tokens").GetInt32());
        Assert.Equal(5, responses.Json.GetProperty("usage").GetProperty("input_tokens").GetInt32());
    }

    [Theory]
    [InlineData("/v2/models/other/generate", HttpStatusCode.NotFound)]
    [InlineData("/v2/models/sim/versions/1/generate", HttpStatusCode.OK)]
    [InlineData("/v2/models/generate", HttpStatusCode.NotFound)]
    [InlineData("/v2/models//generate", HttpStatusCode.NotFound)]
    public async Task The_model_in_the_path_must_be_the_one_served(string path, HttpStatusCode expected)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);

        Assert.Equal(expected, (await api.JsonAsync(path, """{"text_input":"a","parameters":{"max_tokens":1}}""")).Status);
    }

    [Fact]
    public async Task Anthropics_errors_have_anthropics_shape_and_its_key_is_taken()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { ApiKey = "k" });
        using var api = new Api(engine);
        const string Body = """{"messages":[],"max_tokens":1}""";
        var refused = await api.JsonAsync("/v1/messages", Body);

        Assert.Equal((HttpStatusCode.Unauthorized, "error"), (refused.Status, refused.Json.GetProperty("type").GetString()));
        Assert.Equal("authentication_error", refused.Json.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.OK, (await api.JsonAsync("/v1/messages", Body, ("x-api-key", "k"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.JsonAsync("/v1/messages", Body, ("x-api-key", "other"))).Status);
    }

    [Fact]
    public async Task Documents_are_put_in_order_by_the_querys_words()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        (HttpStatusCode status, byte[] body, IInferenceApi api) = await AskAsync(engine, "rerank", s_whole, prompt: "q");
        using var http = new Api(engine);
        var ranked = await http.JsonAsync("/v1/rerank", """{"query":"a b","documents":["x",{"text":"b a"},"a"],"top_n":2}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(ApiStream.Whole(api, body, out _) is { HasChoices: true, Usage.PromptTokens: 1 });
        Assert.Equal([1, 2], ranked.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("index").GetInt32()));
        Assert.Equal(4 + 6, ranked.Json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"query":"a","documents":[]}""")]
    [InlineData("""{"query":"a","documents":[1]}""")]
    [InlineData("[")]
    public async Task A_rerank_without_its_parts_is_refused(string body)
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);

        Assert.Equal(HttpStatusCode.BadRequest, (await api.JsonAsync("/v1/rerank", body)).Status);
    }

    private static Task<ApiStream> StreamAsync(SimulatedEngine engine, string name, out IInferenceApi api, string? fault = null, string prompt = "a b c")
    {
        Assert.True(InferenceApis.TryGet(name, out IInferenceApi? found));
        api = found;
        return ReadAsync();

        async Task<ApiStream> ReadAsync() => ApiStream.Read(found, (await AskAsync(engine, name, s_stream, fault, prompt)).Body);
    }

    private static Task<(HttpStatusCode Status, byte[] Body, IInferenceApi Api)> AskAsync(
        SimulatedEngine engine, string name, GenerationOptions options, string? fault = null, string prompt = "a b c")
    {
        Assert.True(InferenceApis.TryGet(name, out IInferenceApi? api));
        return AskAsync(engine, api, new GenerationRequest { Options = options, Text = Encoding.UTF8.GetBytes(prompt), MaxTokens = 5 }, fault);
    }

    private static Task<(HttpStatusCode Status, byte[] Body, IInferenceApi Api)> AskAsync(SimulatedEngine engine, IInferenceApi api, in GenerationRequest request, string? fault = null)
    {
        var body = new ArrayBufferWriter<byte>();
        api.WriteBody(body, request);
        return SendAsync(engine, api, request.Options, body, fault);
    }

    private static async Task<(HttpStatusCode Status, byte[] Body, IInferenceApi Api)> SendAsync(
        SimulatedEngine engine, IInferenceApi api, GenerationOptions options, ArrayBufferWriter<byte> body, string? fault)
    {
        using var http = new Api(engine);
        (string, string)[] headers = [.. api.Headers.Select(h => (h.Key, h.Value)), .. fault is null ? Array.Empty<(string, string)>() : [("x-sim-fault", fault)]];
        using HttpResponseMessage response = await http.PostAsync(api.PathFor(options), Encoding.UTF8.GetString(body.WrittenSpan), headers);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), api);
    }
}
