using LoadGen.Inference.Handoffs;
using LoadGen.Inference.Handoffs.Vllm;
using Kinds = LoadGen.Inference.Handoffs.Handoffs;
using static LoadGen.Inference.Tests.Handoffs.LegText;

namespace LoadGen.Inference.Tests.Handoffs;

/// <summary>What is done with prefill's reply.</summary>
public class SerialHandoffTests
{
    private const string Given =
        """{ "do_remote_prefill":true,"remote_engine_id":"e","remote_request_id":"r","remote_host":"0.0.0.0","remote_port":5600,"new":{"deep":[18446744073709551615, 1e400]} }""";

    [Fact]
    public void Prefills_parameters_are_copied_verbatim_with_members_nobody_here_knows()
    {
        DecodeStep step = Begin(HandoffKind.Nixl, """{"prompt":"a"}""").AfterPrefill(Bytes($$"""{"id":"x", "kv_transfer_params" : {{Given}} ,"choices":[]}"""));
        Assert.Equal($$"""{"prompt":"a","kv_transfer_params":{{Given}}}""", Body(step.Request));
    }

    [Fact]
    public void The_remote_host_is_overridden_where_the_engine_announces_a_bind_address()
    {
        HandoffExchange exchange = Kinds.Get(HandoffKind.Nixl).Begin(Request("""{"prompt":"a"}"""), Prefill with { OverridesRemoteHost = true }, Decode, Ids);
        Assert.Contains(
            Given.Replace("0.0.0.0", "10.0.0.1", StringComparison.Ordinal),
            Body(exchange.AfterPrefill(Bytes($$"""{"kv_transfer_params":{{Given}}}""")).Request),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("remote_engine_id")]
    [InlineData("remote_request_id")]
    [InlineData("remote_host")]
    [InlineData("remote_port")]
    public void A_parameter_that_the_connector_needs_must_be_there(string name)
    {
        foreach (string damaged in new[] { Given.Replace($"\"{name}\"", "\"x\"", StringComparison.Ordinal), Given.Replace($"\"{name}\":", $"\"{name}\":null,\"x\":", StringComparison.Ordinal) })
        {
            HandoffExchange exchange = Begin(HandoffKind.Nixl, """{"prompt":"SECRET"}""");
            Assert.Contains(name, Refused(502, () => exchange.AfterPrefill(Bytes($$"""{"kv_transfer_params":{{damaged}}}"""))).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(HandoffKind.Nixl, "")]
    [InlineData(HandoffKind.Nixl, "SECRET")]
    [InlineData(HandoffKind.Nixl, "{}")]
    [InlineData(HandoffKind.Nixl, """{"choices":[{"finish_reason":"length"}],"kv_transfer_params":null}""")]
    [InlineData(HandoffKind.Nixl, """{"choices":[{"finish_reason":"length","text":"SECRET"}],"kv_transfer_params":{}}""")]
    [InlineData(HandoffKind.MoriioRead, """{"kv_transfer_params":{"remote_engine_id":"e"}}""")]
    [InlineData(HandoffKind.TrtllmContextFirst, "[]")]
    [InlineData(HandoffKind.TrtllmContextFirst, """{"choices":[]}""")]
    [InlineData(HandoffKind.TrtllmContextFirst, """{"choices":[{"finish_reason":"length"},{}]}""")]
    [InlineData(HandoffKind.TrtllmContextFirst, """{"choices":[{"disaggregated_params":{}}]}""")]
    [InlineData(HandoffKind.TrtllmContextFirst, """{"choices":[{"finish_reason":"length"}]}""")]
    [InlineData(HandoffKind.TrtllmContextFirst, """{"choices":[{"finish_reason":"length","disaggregated_params":{"ctx_request_id":1}}]}""")]
    [InlineData(HandoffKind.TrtllmContextFirst, """{"choices":[{"finish_reason":"length","disaggregated_params":{"ctx_request_id":null,"disagg_request_id":1}}]}""")]
    [InlineData(HandoffKind.TrtllmContextFirst, """{"choices":[{"finish_reason":"length","disaggregated_params":{"ctx_request_id":1,"disagg_request_id":1}}]}""")]
    public void A_reply_that_breaks_the_protocol_is_the_engines_fault(HandoffKind kind, string reply)
    {
        HandoffExchange exchange = Begin(kind, """{"prompt":"SECRET"}""");
        Assert.True(exchange.NeedsPrefillReply);
        Refused(502, () => exchange.AfterPrefill(Bytes(reply)));
    }

    [Theory]
    [InlineData(HandoffKind.Nixl)]
    [InlineData(HandoffKind.MoriioRead)]
    public void Where_prefill_kept_nothing_because_the_answer_ended_decode_does_it_all(HandoffKind kind)
    {
        DecodeStep step = Begin(kind, """{"prompt":"a","kv_transfer_params":1}""").AfterPrefill(Bytes("""{"choices":[{"finish_reason":"stop"}],"kv_transfer_params":null}"""));
        Assert.Equal("""{"prompt":"a"}""", Body(step.Request));
    }

    [Fact]
    public void A_p2p_request_id_carries_both_addresses_and_is_the_same_on_both_legs()
    {
        HandoffExchange exchange = Begin(HandoffKind.P2pNccl, """{"prompt":"a"}""");
        string id = Header(exchange.Prefill, HandoffFields.RequestIdHeader);
        Assert.Matches("^___prefill_addr_10\\.0\\.0\\.1:14579___decode_addr_10\\.0\\.0\\.2:14579_[0-9a-f]{32}$", id);
        Assert.False(exchange.NeedsPrefillReply);
        Assert.Equal(id, Header(exchange.AfterPrefill(default).Request, HandoffFields.RequestIdHeader));
    }

    [Theory]
    [InlineData(HandoffKind.MoriioRead)]
    [InlineData(HandoffKind.MoriioWrite)]
    public void The_rank_in_prefills_header_is_the_rank_in_decodes_body(HandoffKind kind)
    {
        HandoffExchange exchange = Kinds.Get(kind).Begin(Request("""{"prompt":"a"}"""), Prefill with { DpSize = 8 }, Decode, Ids);
        LegRequest? decode = exchange.Decode ?? exchange.AfterPrefill(Bytes("""{"kv_transfer_params":{"remote_engine_id":"e","remote_block_ids":[9007199254740993]}}""")).Request;
        Assert.Equal("3", Header(exchange.Prefill, HandoffFields.DataParallelRankHeader));
        Assert.Contains("\"remote_dp_rank\":3", Body(decode), StringComparison.Ordinal);
        Assert.Equal(kind == HandoffKind.MoriioRead, Body(decode).Contains("[9007199254740993]", StringComparison.Ordinal));
    }

    [Fact]
    public void Mooncake_names_the_engine_of_the_rank_that_it_pins()
    {
        IReadOnlyDictionary<int, string> ids = MooncakeQuery.Read(Bytes("""{"0":{"engine_id":"e0","worker_addr":{}},"3":{"engine_id":"e3"}}"""));
        HandoffPeer prefill = Prefill with { Host = "::1", DpSize = 4, EngineIdByRank = ids, BootstrapPort = null };
        HandoffExchange exchange = Kinds.Get(HandoffKind.Mooncake).Begin(Request("""{"prompt":"a"}"""), prefill, Decode, Ids);
        Assert.Equal("3", Header(exchange.Prefill, HandoffFields.DataParallelRankHeader));
        Assert.Contains("\"remote_bootstrap_addr\":\"http://[::1]:8998\",\"remote_engine_id\":\"e3\"", Body(exchange.Decode), StringComparison.Ordinal);

        HandoffPeer unknown = prefill with { EngineId = null, EngineIdByRank = null };
        Refused(502, () => Kinds.Get(HandoffKind.Mooncake).Begin(Request("""{"prompt":"SECRET"}"""), unknown, Decode, Ids));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"0":"SECRET"}""")]
    [InlineData("""{"SECRET":{"engine_id":"e"}}""")]
    [InlineData("""{"-1":{"engine_id":"e"}}""")]
    [InlineData("""{"0":{"engine_id":7}}""")]
    public void A_bootstrap_server_that_says_something_else_is_refused(string answer) => Refused(502, () => MooncakeQuery.Read(Bytes(answer)));
}
