using System.Net;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs.Protocols;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Handoffs;

/// <summary>P2pNccl and MoRI-IO: the request id carries both engines' addresses.</summary>
public class AddressedTests
{
    private const string Unique = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task P2pNccl_puts_the_cache_where_the_request_id_says()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.P2pNccl);
        (string, string) id = RequestId(pair.PrefillEngine.ChannelAddress!, pair.DecodeEngine.ChannelAddress!);
        Assert.Equal(HttpStatusCode.OK, (await pair.Prefill.JsonAsync(Api.Completions, """{"prompt":"a b","max_tokens":1}""", id)).Status);
        Assert.Equal((0, 1), (pair.PrefillEngine.Kv!.Pinned, pair.DecodeEngine.Kv!.Pinned));
        JsonElement answer = (await pair.Decode.JsonAsync(Api.Completions, """{"prompt":"a b","max_tokens":6}""", id)).Json;
        Assert.Equal(await Pair.AggregatedAsync(Api.Completions, """{"prompt":"a b","max_tokens":6}"""), Pair.ContentOf(answer));
        await pair.AssertAtRestAsync();
        await Pair.AssertErrorAsync(pair.Decode, Api.Completions, """{"prompt":"a b","max_tokens":6}""", 500, "was fetched before", id);
    }

    [Fact]
    public async Task P2pNccl_refuses_a_request_id_that_is_not_its_own()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.P2pNccl);
        const string Body = """{"prompt":"a","max_tokens":1}""";
        (string prefill, string decode) = (pair.PrefillEngine.ChannelAddress!, pair.DecodeEngine.ChannelAddress!);
        await Pair.AssertErrorAsync(pair.Prefill, Api.Completions, Body, 400, "does not contain hostname and port");
        await Pair.AssertErrorAsync(pair.Prefill, Api.Completions, Body, 400, "names 127.0.0.1:1 as the prefill address", RequestId("127.0.0.1:1", decode));
        await Pair.AssertErrorAsync(pair.Decode, Api.Completions, Body, 400, "names 127.0.0.1:1 as the decode address", RequestId(prefill, "127.0.0.1:1"));
        await Pair.AssertErrorAsync(pair.Prefill, Api.Completions, Body, 500, "cannot be reached", RequestId(prefill, "127.0.0.1:1"));
        await Pair.AssertErrorAsync(pair.Decode, Api.Completions, Body, 500, "does not know the id", RequestId(prefill, decode));
        await Pair.AssertErrorAsync(pair.Prefill, Api.Completions, """{"prompt":"a","max_tokens":2}""", 400, "max_tokens must be 1", RequestId(prefill, decode));
        await pair.AssertAtRestAsync();
    }

    [Theory]
    [InlineData(HandoffKind.MoriioRead)]
    [InlineData(HandoffKind.MoriioWrite)]
    public async Task Moriio_hands_over_by_transfer_id(HandoffKind protocol)
    {
        await using Pair pair = await Pair.StartAsync(protocol);
        (string, string) id = MoriioRequestId(pair);
        (HttpStatusCode status, JsonElement reply) = await pair.Prefill.JsonAsync(Api.Completions, MoriioPrefill, id);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(protocol == HandoffKind.MoriioRead, reply.TryGetProperty("kv_transfer_params", out JsonElement handoff));
        JsonElement answer = (await pair.Decode.JsonAsync(Api.Completions, MoriioDecode(handoff), id)).Json;
        Assert.Equal(await Pair.AggregatedAsync(Api.Completions, """{"prompt":"a b","max_tokens":6}"""), Pair.ContentOf(answer));
        Assert.Equal(1, pair.PrefillEngine.Kv!.Pulled);
        await pair.AssertAtRestAsync();
    }

    [Theory]
    [InlineData("transfer_id", "\"xfer-1\"", "transfer_id must start with tx")]
    [InlineData("remote_dp_size", null, "remote_dp_size must be an integer")]
    [InlineData("remote_tp_size", null, "remote_tp_size must be an integer")]
    [InlineData("remote_engine_id", "\"x\"", "remote_engine_id must be there and null")]
    public async Task A_wrong_Moriio_prefill_leg_is_refused(string member, string? value, string message)
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.MoriioRead);
        await Pair.AssertErrorAsync(pair.Prefill, Api.Completions, Bodies.Edit(MoriioPrefill, "kv_transfer_params." + member, value), 400, message);
    }

    [Theory]
    [InlineData("remote_dp_rank", "0", "another rank")]
    [InlineData("remote_dp_rank", null, "remote_dp_rank must be an integer from 0 to 1")]
    [InlineData("remote_dp_size", "3", "another dp-size")]
    [InlineData("remote_block_ids", null, "remote_block_ids must be an array")]
    [InlineData("remote_engine_id", "\"x\"", "another engine")]
    public async Task A_wrong_Moriio_decode_leg_is_refused(string member, string? value, string message)
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.MoriioRead, options => options with { DpSize = 2 });
        (string, string) id = MoriioRequestId(pair);
        JsonElement handoff = (await pair.Prefill.JsonAsync(Api.Completions, MoriioPrefill, id, ("X-data-parallel-rank", "1"))).Json.GetProperty("kv_transfer_params");
        string body = MoriioDecode(handoff, dpSize: 2, rank: 1);
        await Pair.AssertErrorAsync(pair.Decode, Api.Completions, Bodies.Edit(body, "kv_transfer_params." + member, value), 400, message, id);
        await Pair.AssertErrorAsync(pair.Decode, Api.Completions, body, 400, "Cannot parse peer zmq_address from request_id");
        Assert.Equal(HttpStatusCode.OK, (await pair.Decode.JsonAsync(Api.Completions, body, id)).Status);
    }

    [Theory]
    [InlineData("___prefill_addr_1.2.3.4:5___decode_addr_6.7.8.9:10_u", true)]
    [InlineData("cmpl-___prefill_addr_[::1]:5___decode_addr_host:9_u-0", true)]
    [InlineData("___prefill_addr_host:1.2.3.4,handshake:1,notify:5___decode_addr_host:6.7.8.9,handshake:1,notify:10_u", true)]
    [InlineData("___prefill_addr_1.2.3.4___decode_addr_6.7.8.9:10_u", false)]
    [InlineData("___prefill_addr_1.2.3.4:5___decode_addr_6.7.8.9:10", false)]
    [InlineData("___decode_addr_6.7.8.9:10_u___prefill_addr_1.2.3.4:5", false)]
    [InlineData("", false)]
    public void Addresses_are_read_from_request_ids(string id, bool isOne) => Assert.Equal(isOne, AddressedRequestId.TryParse(id, out _));

    private const string MoriioPrefill = """{"prompt":"a b","stream":false,"max_tokens":1,"kv_transfer_params":{"do_remote_decode":true,"do_remote_prefill":false,"remote_engine_id":null,"remote_block_ids":null,"remote_host":null,"remote_port":null,"transfer_id":"tx-1","remote_dp_size":1,"remote_tp_size":1}}""";

    private static string MoriioDecode(JsonElement handoff, int dpSize = 1, int rank = 0)
    {
        string copied = handoff.ValueKind == JsonValueKind.Undefined
            ? ""
            : $$""","remote_engine_id":{{handoff.GetProperty("remote_engine_id").GetRawText()}},"remote_block_ids":{{handoff.GetProperty("remote_block_ids").GetRawText()}}""";
        return $$"""{"prompt":"a b","max_tokens":6,"kv_transfer_params":{"do_remote_prefill":true,"transfer_id":"tx-1","remote_dp_size":{{dpSize}},"remote_tp_size":1,"remote_dp_rank":{{rank}}{{copied}} } }""";
    }

    private static (string Name, string Value) MoriioRequestId(Pair pair) => RequestId(pair.PrefillEngine.ChannelAddress!, "127.0.0.1:1");

    private static (string Name, string Value) RequestId(string prefill, string decode) => ("X-Request-Id", $"___prefill_addr_{prefill}___decode_addr_{decode}_{Unique}");
}
