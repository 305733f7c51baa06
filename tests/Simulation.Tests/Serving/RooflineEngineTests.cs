using System.Net;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Roofline;
using LoadGen.Simulation.Tests.Roofline;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Serving;

/// <summary>Engines with sockets and threads whose times are a roofline's, a thousand times as fast.</summary>
public class RooflineEngineTests
{
    private static readonly SimulatedEngineOptions s_h200 = Engines.Fast with { Roofline = new RooflineOptions { Deployment = Deployments.Of(), TimeScale = 1000 } };

    [Theory]
    [InlineData(Api.Completions, """{"prompt":"a b c","max_tokens":20,"stream":true}""")]
    [InlineData(Api.Chat, """{"messages":[{"role":"user","content":"a b c"}],"max_tokens":20,"stream":true}""")]
    public async Task A_stream_has_all_its_tokens_and_its_end(string path, string body)
    {
        await using SimulatedEngine engine = await Engines.StartAsync(s_h200);
        using var api = new Api(engine);
        List<string> events = await api.EventsAsync(path, body);
        Assert.Equal(20, Sse.TokensIn(events));
        Assert.Equal("[DONE]", events[^1]);
        await engine.UntilAsync(stats => stats.Completed == 1);
    }

    [Fact]
    public async Task A_thousand_streams_at_once_all_come_to_their_end()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(s_h200);
        using var api = new Api(engine);
        List<string>[] all = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => api.EventsAsync(Api.Completions, """{"prompt":"a b c","max_tokens":30,"n":5,"stream":true}""")));
        Assert.All(all, events => Assert.Equal(150, Sse.TokensIn(events)));
        await engine.UntilAsync(stats => stats is { Completed: 200, Active: 0, Tokens: 30_000 });
        await engine.UntilAsync(stats => stats.Batch is { Running: 0, Waiting: 0 });
    }

    [Fact]
    public async Task A_response_in_one_piece_comes_when_its_last_token_does()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(s_h200);
        using var api = new Api(engine);
        using HttpResponseMessage response = await api.PostAsync(Api.Completions, """{"prompt":"a b c","max_tokens":7}""");
        JsonElement json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(7, json.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Every_response_says_what_it_pretends_and_how_fast_its_clock_runs()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(s_h200);
        using var api = new Api(engine);
        foreach (string path in (string[])["/health", "/v1/models", "/stats", "/none"])
        {
            using HttpResponseMessage response = await api.SendRawAsync(HttpMethod.Get, path);
            Assert.Equal("roofline; sku=h200; model=deepseek-r1; precision=fp8; tp=8; time-scale=1000", Assert.Single(response.Headers.GetValues("x-simulated")));
        }

        using HttpResponseMessage stream = await api.PostAsync(Api.Completions, """{"prompt":"a","stream":true}""");
        Assert.StartsWith("roofline;", Assert.Single(stream.Headers.GetValues("x-simulated")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statistics_tell_the_batch_and_the_clock()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(s_h200);
        using var api = new Api(engine);
        await api.EventsAsync(Api.Completions, """{"prompt":"a","max_tokens":9,"stream":true}""");
        using HttpResponseMessage response = await api.SendRawAsync(HttpMethod.Get, "/stats");
        JsonElement roofline = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("roofline");
        Assert.Equal(("h200", "deepseek-r1", "fp8", 8), (roofline.GetProperty("sku").GetString(), roofline.GetProperty("model").GetString(), roofline.GetProperty("precision").GetString(), roofline.GetProperty("tp").GetInt32()));
        Assert.Equal(1000, roofline.GetProperty("time_scale").GetDouble());
        Assert.Equal(9, roofline.GetProperty("steps").GetInt32());
    }

    [Fact]
    public async Task An_engine_with_fixed_times_says_nothing_of_it()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        (_, JsonElement stats) = await api.SendAsync(HttpMethod.Get, "/stats");
        Assert.False(stats.TryGetProperty("roofline", out _));
        Assert.Null(engine.Snapshot().Batch);
    }

    [Fact]
    public async Task What_the_GPUs_could_never_hold_is_refused()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(s_h200 with { MaxContext = int.MaxValue });
        using var api = new Api(engine);
        using HttpResponseMessage response = await api.PostAsync(Api.Completions, """{"prompt":"a","max_tokens":5000000,"stream":true}""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("more than the memory of 8 h200 leaves", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_goes_leaves_the_batch()
    {
        // At the pace of the GPUs themselves this answer would take most of an hour.
        await using SimulatedEngine engine = await Engines.StartAsync(s_h200 with { Roofline = s_h200.Roofline! with { TimeScale = 1 } });
        using (RawClient client = await RawClient.ConnectAsync(engine))
        {
            await client.PostAsync(Api.Completions, """{"prompt":"a","max_tokens":300000,"stream":true}""");
            await engine.UntilAsync(stats => stats.Batch is { Running: 1 } && stats.Tokens > 0);
        }

        await engine.UntilAsync(stats => stats is { Aborted: 1, Active: 0, Batch.Running: 0 });
    }

    [Fact]
    public async Task A_pair_prefills_hands_over_and_decodes_in_the_rooflines_time()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang, engines: s_h200, decode: s_h200);
        string body = $$"""{"prompt":"a b c","max_tokens":5,"stream":true,"bootstrap_host":"{{pair.ChannelHost}}","bootstrap_port":{{pair.ChannelPort}},"bootstrap_room":7}""";
        Task<List<string>> prefill = pair.Prefill.EventsAsync(Api.Completions, body);
        Assert.Equal(5, Sse.TokensIn(await pair.Decode.EventsAsync(Api.Completions, body)));
        Assert.Equal(1, Sse.TokensIn(await prefill));

        // There the prompt is one step; here are five of decoding and none of prefill.
        await pair.PrefillEngine.UntilAsync(stats => stats.Batch is { Steps: 1, Running: 0 });
        await pair.DecodeEngine.UntilAsync(stats => stats.Batch is { Steps: 5, Running: 0 });
        await pair.AssertAtRestAsync();
    }

    // Grouped keys and values lie in eighths on 8 GPUs, whole on one: each GPU's part takes an eighth of the time.
    [Fact]
    public void Prefill_says_how_long_its_cache_is_on_its_way()
    {
        double[] waysS = [.. ((int[])[1, 8]).Select(tp =>
        {
            Deployment prefill = Deployments.Of("h200", "llama-3.3-70b", tp: tp);
            IReadOnlyDictionary<string, string> facts = KvWay.AddTo(new Dictionary<string, string> { ["from"] = "a:1" }, new RooflineOptions { Deployment = prefill }, 100_000);
            Assert.Equal("a:1", facts["from"]);
            var carried = new Dictionary<string, string>();
            KvWay.Copy(facts, carried);
            double s = KvWay.ReadS(ChannelMessage.Parse(new ChannelMessage("OK", "7", carried).ToString())!)!.Value;
            Assert.Equal(RooflinePredictor.HandoffS(prefill, 100_000), s, 6);
            return s - (prefill.Constants.HandoffMs * 1e-3);
        })];
        Assert.Equal(waysS[0], 8 * waysS[1], 5);
        Assert.Null(KvWay.ReadS(new ChannelMessage("OK", "7", KvWay.AddTo(ChannelMessage.NoFacts, null, 5))));
    }

    [Fact]
    public async Task Decode_hears_it_with_the_cache()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl, engines: s_h200, decode: s_h200);
        const string Body = """{"prompt":"a b c","stream":false,"max_tokens":1,"kv_transfer_params":{"do_remote_decode":true,"do_remote_prefill":false,"remote_engine_id":null,"remote_block_ids":null,"remote_host":null,"remote_port":null}}""";
        using HttpResponseMessage response = await pair.Prefill.PostAsync(Api.Completions, Body, ("X-Request-Id", "request-1"));
        using JsonDocument reply = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        string id = reply.RootElement.GetProperty("kv_transfer_params").GetProperty("remote_request_id").GetString()!;
        using var client = new SideChannelClient();

        ChannelMessage answer = await client.AskAsync(new HostPort(pair.ChannelHost, pair.ChannelPort), new ChannelMessage("PULL", id, ChannelMessage.NoFacts), TestContext.Current.CancellationToken);
        Assert.Equal("3", answer.Facts["tokens"]);
        Assert.Equal(RooflinePredictor.HandoffS(s_h200.Roofline!.Deployment, 3), KvWay.ReadS(answer)!.Value, 6);
    }

    [Fact]
    public async Task Impossible_options_are_named()
    {
        SimulatedEngineOptions wrong = s_h200 with { Roofline = new RooflineOptions { Deployment = Deployments.Of("h100"), TimeScale = 0 } };
        SimulationException refused = await Assert.ThrowsAsync<SimulationException>(() => Engines.StartAsync(wrong));
        Assert.Contains("raise tp", refused.Message, StringComparison.Ordinal);
        Assert.Contains("time-scale 0 is impossible", refused.Message, StringComparison.Ordinal);
    }
}
