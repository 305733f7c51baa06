using System.Net;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Handoffs;

/// <summary>NIXL push and Mooncake: both legs at once, met by a transfer id.</summary>
public class VllmConcurrentTests
{
    private static readonly (string, string) RequestId = ("X-Request-Id", "r-1");
    private static readonly (string, string) Rank = ("X-data-parallel-rank", "0");

    [Theory]
    [InlineData(HandoffKind.NixlPush, true)]
    [InlineData(HandoffKind.NixlPush, false)]
    [InlineData(HandoffKind.Mooncake, true)]
    [InlineData(HandoffKind.Mooncake, false)]
    public async Task Both_orders_of_arrival_meet_by_their_transfer_id(HandoffKind protocol, bool prefillFirst)
    {
        await using Pair pair = await Pair.StartAsync(protocol);
        Task<(HttpStatusCode Status, JsonElement Json)>? decode = prefillFirst ? null : DecodeAsync(pair, DecodeBody(pair, protocol));
        await Pair.UntilAsync(pair.DecodeEngine, kv => kv.Running == (prefillFirst ? 0 : 1));
        Assert.Equal(HttpStatusCode.OK, (await PrefillAsync(pair, PrefillBody)).Status);
        (HttpStatusCode status, JsonElement answer) = await (decode ?? DecodeAsync(pair, DecodeBody(pair, protocol)));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(await Pair.AggregatedAsync(Api.Completions, """{"prompt":"a b","max_tokens":6}"""), Pair.ContentOf(answer));
        Assert.Equal(1, pair.PrefillEngine.Kv!.Pulled);
        await pair.AssertAtRestAsync();
    }

    [Theory]
    [InlineData(HandoffKind.NixlPush)]
    [InlineData(HandoffKind.Mooncake)]
    public async Task A_transfer_id_serves_once(HandoffKind protocol)
    {
        await using Pair pair = await Pair.StartAsync(protocol);
        await PrefillAsync(pair, PrefillBody);
        await Pair.AssertErrorAsync(pair.Prefill, Api.Completions, PrefillBody, 400, "transfer_id was used before", RequestId, Rank);
        await DecodeAsync(pair, DecodeBody(pair, protocol));
        await Pair.AssertErrorAsync(pair.Decode, Api.Completions, DecodeBody(pair, protocol), 500, "was fetched before", RequestId);
    }

    [Theory]
    [InlineData(HandoffKind.NixlPush, "transfer_id", null, "transfer_id must be a string")]
    [InlineData(HandoffKind.NixlPush, "transfer_id", "\"tx-1\"", "transfer_id must start with xfer-")]
    [InlineData(HandoffKind.NixlPush, "tp_size", null, "tp_size must be an integer")]
    [InlineData(HandoffKind.NixlPush, "pp_size", "\"1\"", "pp_size must be an integer")]
    [InlineData(HandoffKind.NixlPush, "remote_request_id", "\"r-2\"", "remote_request_id must be the X-Request-Id of both legs")]
    [InlineData(HandoffKind.NixlPush, "remote_block_ids", "[1]", "remote_block_ids does not belong here")]
    [InlineData(HandoffKind.NixlPush, "remote_engine_id", "\"other\"", "another engine")]
    [InlineData(HandoffKind.Mooncake, "do_remote_decode", "true", "do_remote_decode must be false")]
    [InlineData(HandoffKind.Mooncake, "remote_bootstrap_addr", "\"127.0.0.1:8998\"", "remote_bootstrap_addr must be a URL")]
    [InlineData(HandoffKind.Mooncake, "remote_engine_id", null, "remote_engine_id must be a string")]
    [InlineData(HandoffKind.Mooncake, "remote_engine_id", "\"engine-p_dp1\"", "another engine")]
    public async Task A_wrong_decode_leg_is_refused(HandoffKind protocol, string member, string? value, string message)
    {
        await using Pair pair = await Pair.StartAsync(protocol);
        await PrefillAsync(pair, PrefillBody);
        await Pair.AssertErrorAsync(pair.Decode, Api.Completions, Bodies.Edit(DecodeBody(pair, protocol), "kv_transfer_params." + member, value), 400, message, RequestId);
        Assert.Equal(1, pair.PrefillEngine.Kv!.Pinned);
    }

    [Fact]
    public async Task Mooncakes_prefill_needs_its_rank_in_the_header()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Mooncake);
        await Pair.AssertErrorAsync(pair.Prefill, Api.Completions, PrefillBody, 400, "the header X-data-parallel-rank must name the rank", RequestId);
    }

    [Fact]
    public async Task Mooncakes_bootstrap_server_names_the_engine_id_of_every_rank()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Mooncake, options => options with { DpSize = 2 });
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri("http://" + pair.PrefillEngine.ChannelAddress) };
        for (int i = 0; i < 2; i++)
        {
            string ids = await http.GetStringAsync("/query", TestContext.Current.CancellationToken);
            Assert.Equal("""{"0":{"engine_id":"engine-p_dp0"},"1":{"engine_id":"engine-p_dp1"}}""", ids);
        }

        using HttpResponseMessage other = await http.GetAsync(new Uri("/other", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task A_decode_aborted_while_it_waits_frees_what_prefill_pins()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.NixlPush, engines: Engines.Slow);
        using RawClient prefill = await RawClient.ConnectAsync(pair.PrefillEngine);
        await prefill.PostAsync(Api.Completions, PrefillBody, "X-Request-Id: r-1\r\n");
        await Pair.UntilAsync(pair.PrefillEngine, kv => kv.Pinned == 1);
        using (RawClient decode = await RawClient.ConnectAsync(pair.DecodeEngine))
        {
            await decode.PostAsync(Api.Completions, DecodeBody(pair, HandoffKind.NixlPush), "X-Request-Id: r-1\r\n");
            await Pair.UntilAsync(pair.DecodeEngine, kv => kv.Running == 1);
        }

        await Pair.UntilAsync(pair.PrefillEngine, kv => kv is { Reclaimed: 1, Pinned: 0 });
        Assert.Equal(0, pair.DecodeEngine.Kv!.UnsafeAborts);
    }

    private const string PrefillBody = """{"prompt":"a b","stream":false,"max_tokens":1,"kv_transfer_params":{"do_remote_decode":true,"do_remote_prefill":false,"remote_engine_id":null,"remote_block_ids":null,"remote_host":null,"remote_port":null,"transfer_id":"xfer-1"}}""";

    private static Task<(HttpStatusCode Status, JsonElement Json)> PrefillAsync(Pair pair, string body) => pair.Prefill.JsonAsync(Api.Completions, body, RequestId, Rank);

    private static Task<(HttpStatusCode Status, JsonElement Json)> DecodeAsync(Pair pair, string body) => pair.Decode.JsonAsync(Api.Completions, body, RequestId);

    private static string DecodeBody(Pair pair, HandoffKind protocol) => protocol == HandoffKind.Mooncake
        ? $$"""{"prompt":"a b","max_tokens":6,"kv_transfer_params":{"do_remote_decode":false,"do_remote_prefill":true,"transfer_id":"xfer-1","remote_bootstrap_addr":"http://{{pair.PrefillEngine.ChannelAddress}}","remote_engine_id":"engine-p"} }"""
        : $$"""{"prompt":"a b","max_tokens":6,"kv_transfer_params":{"do_remote_prefill":true,"remote_engine_id":"engine-p","remote_host":"{{pair.ChannelHost}}","remote_port":{{pair.ChannelPort}},"tp_size":1,"pp_size":1,"remote_request_id":"r-1","transfer_id":"xfer-1"} }""";
}
