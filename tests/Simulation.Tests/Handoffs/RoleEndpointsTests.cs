using System.Net;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Handoffs;

public class RoleEndpointsTests
{
    [Fact]
    public async Task An_engine_without_a_role_has_none_of_them()
    {
        await using SimulatedEngine engine = await Engines.StartAsync();
        using var api = new Api(engine);
        foreach (string path in (string[])["/kv", "/server_info", "/health_generate", "/v1/loads"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(HttpMethod.Get, path)).Status);
        }

        Assert.Null(engine.Kv);
        Assert.Null(engine.ChannelAddress);
    }

    [Fact]
    public async Task The_cache_is_described_and_its_counts_start_anew_on_request()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang);
        await pair.Prefill.JsonAsync(Api.Chat, "{}");
        JsonElement kv = (await pair.Prefill.SendAsync(HttpMethod.Get, "/kv")).Json;
        Assert.Equal(("prefill", "sglang"), (kv.GetProperty("role").GetString(), kv.GetProperty("protocol").GetString()));
        Assert.Equal((1, 65536, 65536), (kv.GetProperty("errors").GetInt32(), kv.GetProperty("total_blocks").GetInt32(), kv.GetProperty("free_blocks").GetInt32()));
        Assert.Equal(0, (await pair.Prefill.SendAsync(HttpMethod.Delete, "/kv")).Json.GetProperty("errors").GetInt32());
    }

    [Theory]
    [InlineData("/health_generate", "status", "ok")]
    [InlineData("/server_info", "disaggregation_mode", "decode")]
    [InlineData("/get_server_info", "served_model_name", "sim")]
    [InlineData("/model_info", "model_path", "sim")]
    [InlineData("/get_model_info", "tokenizer_path", "sim")]
    public async Task SGLangs_endpoints_answer(string path, string member, string value)
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang);
        (HttpStatusCode status, JsonElement json) = await pair.Decode.SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(value, json.GetProperty(member).GetString());
        Assert.True(json.GetProperty("simulated").GetBoolean());
    }

    [Fact]
    public async Task Loads_count_what_runs_and_a_flush_waits_for_it()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Sglang);
        Assert.Equal(HttpStatusCode.OK, await FlushAsync(pair.Decode, "?timeout=5"));
        using (RawClient client = await RawClient.ConnectAsync(pair.DecodeEngine))
        {
            await client.PostAsync(Api.Chat, $$"""{"bootstrap_host":"{{pair.ChannelHost}}","bootstrap_port":{{pair.ChannelPort}},"bootstrap_room":5}""");
            await Pair.UntilAsync(pair.DecodeEngine, kv => kv.Running == 1);
            JsonElement load = (await pair.Decode.SendAsync(HttpMethod.Get, "/v1/loads")).Json.GetProperty("loads")[0];
            Assert.Equal((1, 16), (load.GetProperty("num_running_reqs").GetInt32(), load.GetProperty("num_used_tokens").GetInt32()));
            Assert.Equal(HttpStatusCode.BadRequest, await FlushAsync(pair.Decode, ""));
            Assert.Equal(HttpStatusCode.BadRequest, await FlushAsync(pair.Decode, "?timeout=soon"));
        }

        await pair.AssertAtRestAsync();
    }

    [Fact]
    public async Task TensorRT_tells_where_its_context_is()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.TrtllmGenerationFirst);
        JsonElement info = (await pair.Prefill.SendAsync(HttpMethod.Get, "/server_info")).Json.GetProperty("disaggregated_params");
        Assert.Equal("tcp://" + pair.PrefillEngine.ChannelAddress, info.GetProperty("ctx_info_endpoint")[0].GetString());
    }

    [Fact]
    public async Task An_engine_that_is_both_has_a_cache_and_says_what_it_said_before()
    {
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { Handoff = new HandoffOptions { KvBlocks = 4 } });
        using var api = new Api(engine);
        Assert.Equal(await Pair.AggregatedAsync(Api.Chat, """{"max_tokens":20}"""), Pair.ContentOf((await api.JsonAsync(Api.Chat, """{"max_tokens":20}""")).Json));
        await Pair.AssertErrorAsync(api, Api.Chat, """{"max_tokens":65}""", 400, "needs 5 KV cache blocks");
        await Pair.UntilAsync(engine, kv => kv is { FreeBlocks: 4, Errors: 1, Running: 0 });
    }

    private static async Task<HttpStatusCode> FlushAsync(Api api, string query)
    {
        using HttpResponseMessage response = await api.PostAsync("/flush_cache" + query, "");
        return response.StatusCode;
    }
}
