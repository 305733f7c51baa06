using System.Net;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Handoffs;

public class TrtllmTests
{
    private const string Id = "1099511627777";
    private const string Context = """{"prompt":"a b","max_tokens":6,"stream":false,"disaggregated_params":{"request_type":"context_only","disagg_request_id":1099511627777,"schedule_style":"context_first"}}""";

    [Fact]
    public async Task Generation_goes_on_with_the_contexts_reply()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.TrtllmContextFirst);
        (HttpStatusCode status, JsonElement reply) = await pair.Prefill.JsonAsync(Api.Completions, Context);
        Assert.Equal(HttpStatusCode.OK, status);
        JsonElement choice = Assert.Single(reply.GetProperty("choices").EnumerateArray());
        Assert.Equal("length", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(2, reply.GetProperty("prompt_token_ids").GetArrayLength());
        JsonElement answer = (await pair.Decode.JsonAsync(Api.Completions, Generation(reply))).Json;
        Assert.Equal(await Pair.AggregatedAsync(Api.Completions, """{"prompt":"a b","max_tokens":6}"""), Pair.ContentOf(answer));
        Assert.Equal(1, pair.PrefillEngine.Kv!.Pulled);
        await pair.AssertAtRestAsync();
    }

    [Fact]
    public async Task A_chat_carries_the_ids_beside_its_messages()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.TrtllmContextFirst);
        const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"a b\"}]";
        JsonElement reply = (await pair.Prefill.JsonAsync(Api.Chat, Context.Replace("\"prompt\":\"a b\"", Messages, StringComparison.Ordinal))).Json;
        string body = Generation(reply).Replace("\"prompt\":", Messages + ",\"prompt_token_ids\":", StringComparison.Ordinal);
        await Pair.AssertErrorAsync(pair.Decode, Api.Chat, Bodies.Edit(body, "prompt_token_ids", null), 400, "prompt_token_ids of the context's reply are missing");
        Assert.Equal(HttpStatusCode.OK, (await pair.Decode.JsonAsync(Api.Chat, body)).Status);
    }

    [Fact]
    public async Task A_context_that_ends_with_a_stop_token_pins_nothing()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.TrtllmContextFirst);
        JsonElement reply = (await pair.Prefill.JsonAsync(Api.Completions, Context, ("x-sim-fault", "short"))).Json;
        Assert.Equal("stop", reply.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        await pair.AssertAtRestAsync();
    }

    [Theory]
    [InlineData("stream", "true", "stream must be false")]
    [InlineData("stream_options", "{}", "without stream_options")]
    [InlineData("disaggregated_params", null, "disaggregated_params is missing")]
    [InlineData("disaggregated_params.request_type", "\"generation_only\"", "request_type must be context_only")]
    [InlineData("disaggregated_params.disagg_request_id", "1099511627775", "disagg_request_id must be at least 2^40")]
    [InlineData("disaggregated_params.disagg_request_id", "1.5", "disagg_request_id must be a 64-bit integer")]
    [InlineData("disaggregated_params.disagg_request_id", null, "disagg_request_id must be a 64-bit integer")]
    [InlineData("disaggregated_params.schedule_style", "\"generation_first\"", "schedule_style must be 0 (context_first)")]
    [InlineData("disaggregated_params.schedule_style", "1", "schedule_style must be 0 (context_first)")]
    public async Task A_wrong_context_leg_is_refused(string member, string? value, string message)
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.TrtllmContextFirst);
        await Pair.AssertErrorAsync(pair.Prefill, Api.Completions, Bodies.Edit(Context, member, value), 400, message);
        await pair.AssertAtRestAsync();
    }

    [Theory]
    [InlineData("disaggregated_params.request_type", "\"context_only\"", 400, "request_type must be generation_only")]
    [InlineData("disaggregated_params.ctx_request_id", "null", 400, "ctx_request_id must be a 64-bit integer")]
    [InlineData("disaggregated_params.ctx_request_id", "7", 400, "ctx_request_id is not that of the context's reply")]
    [InlineData("disaggregated_params.first_gen_tokens", "[8]", 400, "first_gen_tokens is not that of the context's reply")]
    [InlineData("disaggregated_params.encoded_opaque_state", "\"eA==\"", 400, "another state")]
    [InlineData("disaggregated_params.ctx_dp_rank", "1", 400, "another rank")]
    [InlineData("disaggregated_params.ctx_info_endpoint", "\"x\"", 400, "ctx_info_endpoint must be an address")]
    [InlineData("disaggregated_params.ctx_info_endpoint", "\"tcp://127.0.0.1:1\"", 500, "cannot be reached")]
    [InlineData("prompt", "\"a b\"", 400, "prompt must be the prompt_token_ids")]
    public async Task A_wrong_generation_leg_fails_and_leaves_the_context_pinned(string member, string? value, int status, string message)
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.TrtllmContextFirst);
        JsonElement reply = (await pair.Prefill.JsonAsync(Api.Completions, Context)).Json;
        await Pair.AssertErrorAsync(pair.Decode, Api.Completions, Bodies.Edit(Generation(reply), member, value), status, message);
        Assert.Equal(1, pair.PrefillEngine.Kv!.Pinned);
        await Pair.AssertErrorAsync(pair.Prefill, Api.Completions, Context, 400, "disagg_request_id was used before");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Generation_first_meets_the_context_in_both_orders(bool contextFirst)
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.TrtllmGenerationFirst);
        string context = Context.Replace("\"context_first\"", "1", StringComparison.Ordinal);
        string generation = $$"""{"prompt":"a b","max_tokens":6,"disaggregated_params":{"request_type":"generation_only","ctx_request_id":{{Id}},"disagg_request_id":{{Id}},"schedule_style":"generation_first","ctx_info_endpoint":"tcp://{{pair.PrefillEngine.ChannelAddress}}"} }""";
        Task<(HttpStatusCode Status, JsonElement Json)>? early = contextFirst ? null : pair.Decode.JsonAsync(Api.Completions, generation);
        await Pair.UntilAsync(pair.DecodeEngine, kv => kv.Running == (contextFirst ? 0 : 1));
        Assert.Equal(HttpStatusCode.OK, (await pair.Prefill.JsonAsync(Api.Completions, context)).Status);
        JsonElement answer = (await (early ?? pair.Decode.JsonAsync(Api.Completions, generation))).Json;
        Assert.Equal(await Pair.AggregatedAsync(Api.Completions, """{"prompt":"a b","max_tokens":6}"""), Pair.ContentOf(answer));
        await pair.AssertAtRestAsync();
        await Pair.AssertErrorAsync(pair.Decode, Api.Completions, Bodies.Edit(generation, "disaggregated_params.ctx_request_id", "7"), 400, "ctx_request_id must be disagg_request_id");
    }

    private static string Generation(JsonElement reply)
    {
        string body = $$"""{"prompt":{{reply.GetProperty("prompt_token_ids").GetRawText()}},"max_tokens":6,"disaggregated_params":{{reply.GetProperty("choices")[0].GetProperty("disaggregated_params").GetRawText()}}}""";
        return Bodies.Edit(body, "disaggregated_params.request_type", "\"generation_only\"");
    }
}
