using System.Net;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Handoffs;

public class SglangTests
{
    private const string Room = "9223372036854775807";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_orders_of_arrival_meet_in_the_room(bool prefillFirst)
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang);
        string body = Body(pair);
        Task<(HttpStatusCode Status, JsonElement Json)> first = (prefillFirst ? pair.Prefill : pair.Decode).JsonAsync(Api.Chat, body);
        await Pair.UntilAsync(prefillFirst ? pair.PrefillEngine : pair.DecodeEngine, kv => kv.Running == 1);
        Assert.False(first.IsCompleted);
        (HttpStatusCode Status, JsonElement Json) second = await (prefillFirst ? pair.Decode : pair.Prefill).JsonAsync(Api.Chat, body);
        (HttpStatusCode Status, JsonElement Json)[] answers = [await first, second];

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(" the", Pair.ContentOf(answers[prefillFirst ? 0 : 1].Json));
        Assert.Equal(await Pair.AggregatedAsync(Api.Chat, """{"messages":[{"role":"user","content":"a b"}],"max_tokens":7}"""), Pair.ContentOf(answers[prefillFirst ? 1 : 0].Json));
        Assert.Equal((1, 0), (pair.PrefillEngine.Kv!.Pulled, pair.DecodeEngine.Kv!.UnsafeAborts));
        await pair.AssertAtRestAsync();
    }

    [Fact]
    public async Task Streams_keep_their_stream_on_both_legs()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang);
        string body = Bodies.Edit(Body(pair), "stream", "true");
        Task<List<string>> prefill = pair.Prefill.EventsAsync(Api.Chat, body);
        Assert.Equal(7, Sse.TokensIn(await pair.Decode.EventsAsync(Api.Chat, body)));
        Assert.Equal(1, Sse.TokensIn(await prefill));
    }

    [Fact]
    public async Task Prefill_and_decode_each_give_their_part_of_the_prompts_log_probabilities()
    {
        const string Asked = """{"text":"a b c d","sampling_params":{"max_new_tokens":2},"return_logprob":true,"logprob_start_len":1}""";
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang);
        await using SimulatedEngine aggregated = await Engines.StartAsync();
        using var alone = new Api(aggregated);
        string body = string.Concat(Asked.AsSpan(0, Asked.Length - 1), ",", Body(pair).AsSpan(Body(pair).IndexOf("\"bootstrap", StringComparison.Ordinal)));
        Task<(HttpStatusCode, JsonElement Json)> prefill = pair.Prefill.JsonAsync(Api.Generate, body);
        JsonElement decode = (await pair.Decode.JsonAsync(Api.Generate, body)).Json;

        string[] first = Logprobs((await prefill).Json);
        string[] second = Logprobs(decode);
        Assert.Equal((2, 1), (first.Length, second.Length));
        Assert.Equal(Logprobs((await alone.JsonAsync(Api.Generate, Asked)).Json), (string[])[.. first, .. second]);

        static string[] Logprobs(JsonElement json) =>
            [.. json.GetProperty("meta_info").GetProperty("input_token_logprobs").EnumerateArray().Select(triple => triple.GetRawText())];
    }

    [Theory]
    [InlineData("bootstrap_room", null, "Disaggregated request received without bootstrap room id")]
    [InlineData("bootstrap_room", "\"7\"", "bootstrap_room must be an integer from 0 to 2^63-1")]
    [InlineData("bootstrap_room", "9223372036854775808", "bootstrap_room must be an integer from 0 to 2^63-1")]
    [InlineData("bootstrap_room", "9.223372036854775e18", "bootstrap_room must be an integer from 0 to 2^63-1")]
    [InlineData("bootstrap_room", "-1", "bootstrap_room must be an integer from 0 to 2^63-1")]
    [InlineData("bootstrap_room", "0", "bootstrap_room 0 always lands on rank 0")]
    [InlineData("bootstrap_room", "[1,2]", "bootstrap_room has 2 elements, but the batch has 1")]
    [InlineData("bootstrap_host", null, "bootstrap_host is missing")]
    [InlineData("bootstrap_host", "5", "bootstrap_host must be a string")]
    [InlineData("bootstrap_port", "\"8998\"", "bootstrap_port must be an integer from 1 to 65535, or null")]
    [InlineData("routed_dp_rank", "2", "routed_dp_rank must be an integer in [0, 2)")]
    public async Task A_wrong_leg_is_aborted_at_both_engines(string member, string? value, string message)
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang, options => options with { DpSize = 2 });
        string body = Bodies.Edit(Body(pair), member, value);
        await Pair.AssertErrorAsync(pair.Prefill, Api.Chat, body, 400, message);
        await Pair.AssertErrorAsync(pair.Decode, Api.Chat, body, 400, message);
        await pair.AssertAtRestAsync();
    }

    [Fact]
    public async Task Decode_must_name_the_rank_at_which_prefill_is()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang, options => options with { DpSize = 2 });
        using RawClient prefill = await RawClient.ConnectAsync(pair.PrefillEngine);
        await prefill.PostAsync(Api.Chat, Bodies.Edit(Body(pair), "routed_dp_rank", "1"));
        await Pair.UntilAsync(pair.PrefillEngine, kv => kv.Pinned == 1);
        await Pair.AssertErrorAsync(pair.Decode, Api.Chat, Bodies.Edit(Body(pair), "disagg_prefill_dp_rank", "0"), 500, "another rank");
        Assert.Equal(HttpStatusCode.OK, (await pair.Decode.JsonAsync(Api.Chat, Bodies.Edit(Body(pair), "disagg_prefill_dp_rank", "1"))).Status);
    }

    [Fact]
    public async Task Prefill_gives_up_after_the_timeout_in_SGLangs_words()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang);
        Task error = Pair.AssertErrorAsync(pair.Prefill, Api.Chat, Body(pair), 500, $"KVTransferError(bootstrap_room={Room}): Request {Room} timed out after 300.0s in KVPoll.Bootstrapping");
        await TimePassesAsync(pair, pair.PrefillEngine, timersAtRest: 2);
        await error;
        Assert.Equal((1, 0), (pair.PrefillEngine.Kv!.Expired, pair.PrefillEngine.Kv.Leaked));
        await pair.AssertAtRestAsync();
    }

    [Fact]
    public async Task Decode_gives_up_after_the_timeout_in_SGLangs_words()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang);
        Task error = Pair.AssertErrorAsync(pair.Decode, Api.Chat, Body(pair), 500, "timed out after 300.0s in KVPoll.WaitingForInput");
        await TimePassesAsync(pair, pair.DecodeEngine, timersAtRest: 2);
        await error;
        await pair.AssertAtRestAsync();
    }

    [Fact]
    public async Task A_prefill_that_goes_fails_the_decode_that_waits_for_it()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang, engines: Engines.Slow);
        Task error = Pair.AssertErrorAsync(pair.Decode, Api.Chat, Body(pair), 500, "Failed to get kvcache from prefill instance, it might be dead");
        using (RawClient prefill = await RawClient.ConnectAsync(pair.PrefillEngine))
        {
            await prefill.PostAsync(Api.Chat, Body(pair));
            await Pair.UntilAsync(pair.PrefillEngine, kv => kv.Pinned == 1);
            await Pair.UntilAsync(pair.DecodeEngine, kv => kv.Running == 1);
            await UntilAskedAsync(pair);
        }

        await error;
        await pair.AssertAtRestAsync();
    }

    [Fact]
    public async Task A_decode_aborted_in_the_middle_of_its_hand_off_is_counted_as_unsafe()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang);
        using (RawClient decode = await RawClient.ConnectAsync(pair.DecodeEngine))
        {
            await decode.PostAsync(Api.Chat, Body(pair));
            await Pair.UntilAsync(pair.DecodeEngine, kv => kv.Running == 1);
        }

        await Pair.UntilAsync(pair.DecodeEngine, kv => kv.UnsafeAborts == 1);
        await pair.AssertAtRestAsync();
    }

    [Fact]
    public async Task A_room_serves_once()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang);
        string body = Body(pair);
        await Task.WhenAll(pair.Prefill.JsonAsync(Api.Chat, body), pair.Decode.JsonAsync(Api.Chat, body));
        await Pair.AssertErrorAsync(pair.Prefill, Api.Chat, body, 400, "bootstrap_room was used before");
        await Pair.AssertErrorAsync(pair.Decode, Api.Chat, body, 500, "was fetched before");
    }

    [Fact]
    public async Task A_wrong_bootstrap_address_fails_the_handshake()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang);
        await Pair.AssertErrorAsync(pair.Decode, Api.Chat, Bodies.Edit(Body(pair), "bootstrap_port", "1"), 500, "Decode handshake failed for request rank=0");
    }

    [Fact]
    public async Task A_null_port_means_the_configured_one()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang);
        HandoffOptions options = Pair.Options(HandoffKind.Sglang, SimulatedRole.Decode) with { BootstrapPort = pair.ChannelPort };
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { Handoff = options });
        using var decode = new Api(engine);
        string body = Bodies.Edit(Body(pair), "bootstrap_port", "null");
        Task<(HttpStatusCode Status, JsonElement)> prefill = pair.Prefill.JsonAsync(Api.Chat, body);
        Assert.Equal(HttpStatusCode.OK, (await decode.JsonAsync(Api.Chat, body)).Status);
        Assert.Equal(HttpStatusCode.OK, (await prefill).Status);
    }

    private static string Body(Pair pair) =>
        $$"""{"messages":[{"role":"user","content":"a b"}],"max_tokens":7,"bootstrap_host":"{{pair.ChannelHost}}","bootstrap_port":{{pair.ChannelPort}},"bootstrap_room":{{Room}}}""";

    // Each engine's book has a timer from the start; one more says that somebody waits.
    private static async Task TimePassesAsync(Pair pair, SimulatedEngine waits, int timersAtRest)
    {
        await Pair.UntilAsync(waits, kv => kv.Running == 1);
        while (pair.Time.ArmedCount <= timersAtRest)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        pair.Time.Advance(TimeSpan.FromSeconds(300));
    }

    // Two books, decode's wait for its answer, prefill's for the cache.
    private static async Task UntilAskedAsync(Pair pair)
    {
        while (pair.Time.ArmedCount < 4)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
