using System.Net;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Handoffs;

public class NixlTests
{
    private const string Nulls = """ "kv_transfer_params":{"do_remote_decode":true,"do_remote_prefill":false,"remote_engine_id":null,"remote_block_ids":null,"remote_host":null,"remote_port":null} """;
    private const string PrefillBody = """{"prompt":"a b c","stream":false,"max_tokens":1,""" + Nulls + "}";
    private static readonly (string, string) RequestId = ("X-Request-Id", "request-1");

    [Theory]
    [InlineData(Api.Completions, "\"prompt\":\"one two three\"")]
    [InlineData(Api.Chat, "\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]")]
    public async Task Decode_pulls_what_prefill_pinned_and_says_what_an_aggregated_engine_says(string path, string prompt)
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl);
        (HttpStatusCode status, JsonElement reply) = await pair.Prefill.JsonAsync(path, $$"""{ {{prompt}},"stream":false,"max_tokens":1,{{Nulls}}}""", RequestId);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((1, 1), (pair.PrefillEngine.Kv!.Pinned, pair.PrefillEngine.Kv.PinnedBlocks));
        string handoff = reply.GetProperty("kv_transfer_params").GetRawText();

        JsonElement answer = (await pair.Decode.JsonAsync(path, $$"""{ {{prompt}},"max_tokens":9,"kv_transfer_params":{{handoff}}}""", RequestId)).Json;

        Assert.Equal(await Pair.AggregatedAsync(path, $$"""{ {{prompt}},"max_tokens":9}"""), Pair.ContentOf(answer));
        Assert.Equal(1, pair.PrefillEngine.Kv.Pulled);
        await pair.AssertAtRestAsync();
    }

    [Theory]
    [InlineData("stream", "true", "stream must be false")]
    [InlineData("max_tokens", "2", "max_tokens must be 1")]
    [InlineData("max_completion_tokens", "2", "max_tokens must be 1")]
    [InlineData("stream_options", "{\"include_usage\":true}", "Stream options can only be defined")]
    [InlineData("min_tokens", "5", "min_tokens must be less than or equal to max_tokens=1")]
    [InlineData("kv_transfer_params", null, "kv_transfer_params is missing")]
    [InlineData("kv_transfer_params", "7", "kv_transfer_params must be an object")]
    [InlineData("kv_transfer_params.do_remote_decode", "false", "do_remote_decode must be true")]
    [InlineData("kv_transfer_params.do_remote_prefill", "true", "do_remote_prefill must be false")]
    [InlineData("kv_transfer_params.remote_engine_id", "\"x\"", "remote_engine_id must be there and null")]
    [InlineData("kv_transfer_params.remote_port", null, "remote_port must be there and null")]
    public async Task A_wrong_prefill_leg_is_refused_and_pins_nothing(string path, string? value, string message)
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl);
        await Pair.AssertErrorAsync(pair.Prefill, Api.Completions, Edit(PrefillBody, path, value), 400, message);
        Assert.Equal((1, 0), (pair.PrefillEngine.Kv!.Errors, pair.PrefillEngine.Kv.Pinned));
        await pair.AssertAtRestAsync();
    }

    [Theory]
    [InlineData("remote_engine_id", null, 400, "remote_engine_id must be a string")]
    [InlineData("remote_request_id", null, 400, "remote_request_id must be a string")]
    [InlineData("remote_host", null, 400, "remote_host must be a string")]
    [InlineData("remote_port", null, 400, "remote_port must be an integer")]
    [InlineData("remote_port", "\"5600\"", 400, "remote_port must be an integer")]
    [InlineData("remote_block_ids", null, 400, "remote_block_ids must be an array")]
    [InlineData("do_remote_decode", "true", 400, "do_remote_decode must be false")]
    [InlineData("sim_seal", null, 400, "sim_seal must be a 64-bit integer")]
    [InlineData("sim_seal", "7", 400, "another seal")]
    [InlineData("remote_engine_id", "\"engine-x\"", 400, "another engine")]
    [InlineData("remote_block_ids", "[[1,2,3]]", 400, "another blocks")]
    [InlineData("remote_request_id", "\"cmpl-unknown\"", 500, "does not know the id")]
    [InlineData("remote_port", "1", 500, "cannot be reached")]
    public async Task A_wrong_decode_leg_fails_and_leaves_the_cache_pinned(string member, string? value, int status, string message)
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl);
        string body = await DecodeBodyAsync(pair);
        await Pair.AssertErrorAsync(pair.Decode, Api.Completions, Edit(body, "kv_transfer_params." + member, value), status, message, RequestId);
        Assert.Equal((1, 1), (pair.PrefillEngine.Kv!.Pinned, pair.DecodeEngine.Kv!.Errors));
    }

    [Fact]
    public async Task Another_request_id_than_prefills_is_refused()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl);
        await Pair.AssertErrorAsync(pair.Decode, Api.Completions, await DecodeBodyAsync(pair), 400, "another request", ("X-Request-Id", "request-2"));
    }

    [Fact]
    public async Task Another_prompt_than_prefills_is_refused()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl);
        string body = Edit(await DecodeBodyAsync(pair), "prompt", "\"a b c d\"");
        await Pair.AssertErrorAsync(pair.Decode, Api.Completions, body, 400, "prefill computed 3 prompt tokens, but this prompt has 4", RequestId);
    }

    [Fact]
    public async Task A_cache_is_fetched_once()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl);
        string body = await DecodeBodyAsync(pair);
        Assert.Equal(HttpStatusCode.OK, (await pair.Decode.JsonAsync(Api.Completions, body, RequestId)).Status);
        await Pair.AssertErrorAsync(pair.Decode, Api.Completions, body, 500, "was fetched before", RequestId);
        await pair.AssertAtRestAsync();
    }

    [Fact]
    public async Task A_cache_that_nobody_fetches_is_held_for_its_lease_and_then_is_a_leak()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl);
        string body = await DecodeBodyAsync(pair);
        await pair.DecodeEngine.DisposeAsync();
        pair.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal((1, 0), (pair.PrefillEngine.Kv!.Pinned, pair.PrefillEngine.Kv.Leaked));
        pair.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((0, 1, 1), (pair.PrefillEngine.Kv.Pinned, pair.PrefillEngine.Kv.Expired, pair.PrefillEngine.Kv.Leaked));
        await using SimulatedEngine another = await Engines.StartAsync(Engines.Fast with { Handoff = Pair.Options(HandoffKind.Nixl, LoadGen.Simulation.Handoffs.SimulatedRole.Decode) });
        using var api = new Api(another);
        await Pair.AssertErrorAsync(api, Api.Completions, body, 500, "it expired", RequestId);
    }

    [Fact]
    public async Task A_decode_that_is_told_to_stop_before_it_is_scheduled_frees_prefills_blocks()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl, options => options with { KvBlocks = 8 });
        string body = await DecodeBodyAsync(pair);

        // A decode engine without free blocks keeps the leg waiting; then its caller goes.
        using RawClient first = await RawClient.ConnectAsync(pair.DecodeEngine);
        string prompt = JsonSerializer.Serialize(string.Join(' ', Enumerable.Repeat("w", 100)));
        await first.PostAsync(Api.Completions, $$"""{"prompt":{{prompt}},"stream":true}""", "x-sim-fault: stall:1\r\n");
        await Pair.UntilAsync(pair.DecodeEngine, kv => kv.Running == 1);
        using (RawClient second = await RawClient.ConnectAsync(pair.DecodeEngine))
        {
            await second.PostAsync(Api.Completions, Edit(body, "max_tokens", "30"), "X-Request-Id: request-1\r\n");
            await Pair.UntilAsync(pair.DecodeEngine, kv => kv.Waiting == 1);
        }

        await Pair.UntilAsync(pair.PrefillEngine, kv => kv.Reclaimed == 1);
        Assert.Equal((0, 0, 0), (pair.PrefillEngine.Kv!.Pinned, pair.PrefillEngine.Kv.Pulled, pair.PrefillEngine.Kv.Leaked));
    }

    [Fact]
    public async Task A_prefill_whose_caller_goes_pins_nothing()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl, engines: Engines.Slow);
        using (RawClient client = await RawClient.ConnectAsync(pair.PrefillEngine))
        {
            await client.PostAsync(Api.Completions, PrefillBody);
            await Pair.UntilAsync(pair.PrefillEngine, kv => kv.Pinned == 1);
        }

        await pair.AssertAtRestAsync();
        await pair.PrefillEngine.UntilAsync(stats => stats is { Aborted: 1, Active: 0 });
    }

    [Fact]
    public async Task A_prefill_beyond_the_free_blocks_waits_for_a_lease_to_end()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl, options => options with { KvBlocks = 1 });
        await DecodeBodyAsync(pair);
        Task<(HttpStatusCode Status, JsonElement)> second = pair.Prefill.JsonAsync(Api.Completions, PrefillBody);
        await Pair.UntilAsync(pair.PrefillEngine, kv => kv.Waiting == 1);
        pair.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await second).Status);
        Assert.Equal((1, 1), (pair.PrefillEngine.Kv!.Pinned, pair.PrefillEngine.Kv.Leaked));
    }

    [Fact]
    public async Task A_prompt_beyond_the_whole_cache_is_refused()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl, options => options with { KvBlocks = 1 });
        string prompt = JsonSerializer.Serialize(string.Join(' ', Enumerable.Repeat("w", 17)));
        await Pair.AssertErrorAsync(pair.Prefill, Api.Completions, Edit(PrefillBody, "prompt", prompt), 400, "needs 2 KV cache blocks of 16 tokens, but this engine has 1");
    }

    [Fact]
    public async Task A_request_without_a_hand_off_is_decodes_own()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl);
        (HttpStatusCode status, JsonElement json) = await pair.Decode.JsonAsync(Api.Completions, """{"prompt":"a","max_tokens":4}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(" the simulated engine says", Pair.ContentOf(json));
        await pair.AssertAtRestAsync();
    }

    [Theory]
    [InlineData("2", "data_parallel_rank 2 is out of range [0, 2).")]
    [InlineData("x", "X-data-parallel-rank must be an integer")]
    public async Task A_rank_that_the_engine_has_not_is_refused(string rank, string message)
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl, options => options with { DpSize = 2 });
        await Pair.AssertErrorAsync(pair.Prefill, Api.Completions, PrefillBody, 400, message, ("X-data-parallel-rank", rank));
        JsonElement pinned = (await pair.Prefill.JsonAsync(Api.Completions, PrefillBody, ("X-data-parallel-rank", "1"))).Json;
        Assert.Equal("engine-p_dp1", pinned.GetProperty("kv_transfer_params").GetProperty("remote_engine_id").GetString());
    }

    private static async Task<string> DecodeBodyAsync(Pair pair)
    {
        (HttpStatusCode status, JsonElement reply) = await pair.Prefill.JsonAsync(Api.Completions, PrefillBody, RequestId);
        Assert.Equal(HttpStatusCode.OK, status);
        return $$"""{"prompt":"a b c","max_tokens":5,"kv_transfer_params":{{reply.GetProperty("kv_transfer_params").GetRawText()}}}""";
    }

    private static string Edit(string body, string path, string? value) => Bodies.Edit(body, path, value);
}
