using System.Text.Json;
using LoadGen.Inference.Handoffs;
using Kinds = LoadGen.Inference.Handoffs.Handoffs;
using static LoadGen.Inference.Tests.Handoffs.LegText;

namespace LoadGen.Inference.Tests.Handoffs;

/// <summary>What holds of all protocols, or of several.</summary>
public class HandoffRulesTests
{
    public static TheoryData<HandoffKind> All => [.. Kinds.All];

    [Theory]
    [MemberData(nameof(All))]
    public void A_protocol_is_found_by_its_name(HandoffKind kind)
    {
        IHandoff handoff = Kinds.Get(kind);
        Assert.Equal(kind, handoff.Kind);
        Assert.True(Kinds.TryFind(handoff.Name, out HandoffKind found));
        Assert.Equal(kind, found);
        Assert.Equal(Kinds.Names[(int)kind], handoff.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SGLANG")]
    [InlineData("nixl ")]
    public void A_name_is_exact(string name) => Assert.False(Kinds.TryFind(name, out _));

    [Fact]
    public void Only_decode_engines_of_sglang_and_p2p_nccl_compute_no_prompt_themselves() =>
        Assert.Equal([HandoffKind.Sglang, HandoffKind.P2pNccl], Kinds.All.Where(k => !Kinds.Get(k).DecodesAlone));

    [Fact]
    public void Only_serial_pulls_reclaim_by_decode_and_only_they_and_sglang_hold_an_abort()
    {
        Assert.Equal([HandoffKind.Nixl, HandoffKind.MoriioRead], Kinds.All.Where(k => Kinds.Get(k).ReclaimsByDecode));
        Assert.Equal([HandoffKind.Sglang, HandoffKind.Nixl, HandoffKind.MoriioRead], Kinds.All.Where(k => Kinds.Get(k).HoldsDecodeAbort));
        Assert.Equal(
            [HandoffKind.Nixl, HandoffKind.P2pNccl, HandoffKind.MoriioRead, HandoffKind.TrtllmContextFirst],
            Kinds.All.Where(k => Kinds.Get(k).Order == LegOrder.PrefillFirst));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_whole_configuration_has_no_problems(HandoffKind kind) => Assert.Empty(Kinds.Get(kind).Check(Prefill, Decode));

    [Theory]
    [InlineData(HandoffKind.NixlPush, 2, "engine_id")]
    [InlineData(HandoffKind.P2pNccl, 2, "zmq_address")]
    [InlineData(HandoffKind.MoriioRead, 2, "zmq_address")]
    [InlineData(HandoffKind.MoriioWrite, 2, "zmq_address")]
    [InlineData(HandoffKind.TrtllmGenerationFirst, 1, "context_info_endpoint")]
    public void All_that_a_configuration_lacks_is_said(HandoffKind kind, int problems, string key)
    {
        var bare = new HandoffPeer { Host = "::1", Port = 1 };
        IReadOnlyList<string> said = Kinds.Get(kind).Check(bare, bare);
        Assert.Equal(problems, said.Count);
        Assert.Contains(key, said[0], StringComparison.Ordinal);
        Assert.StartsWith("prefill [::1]:1: ", said[0], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_retry_has_new_ids_and_an_attempt_the_same_on_both_legs(HandoffKind kind)
    {
        string first = Sent(kind, 1);
        Assert.Equal(first, Sent(kind, 1));
        bool hasRandomId = kind is not (HandoffKind.Nixl or HandoffKind.TrtllmContextFirst or HandoffKind.TrtllmGenerationFirst);
        Assert.Equal(hasRandomId, first != Sent(kind, 2));
    }

    [Fact]
    public void A_room_is_a_positive_int64_and_never_0()
    {
        var rooms = new HashSet<long>();
        var random = new Random(7);
        for (int attempt = 0; attempt < 2000; attempt++)
        {
            HandoffExchange exchange = Kinds.Get(HandoffKind.Sglang).Begin(
                Request("""{"messages":[],"n":3}""", GenerationApi.Chat), Prefill, Decode, Ids with { Random = (ulong)random.NextInt64() });
            using JsonDocument body = JsonDocument.Parse(Body(exchange.Prefill));
            foreach (JsonElement room in body.RootElement.GetProperty("bootstrap_room").EnumerateArray())
            {
                Assert.InRange(room.GetInt64(), 1, long.MaxValue - HandoffRequest.ChoicesMax);
                rooms.Add(room.GetInt64());
            }
        }

        Assert.Equal(6000, rooms.Count);
    }

    [Fact]
    public void A_bootstrap_port_that_was_not_given_is_null_and_an_ipv6_host_has_brackets()
    {
        HandoffPeer prefill = Prefill with { Host = "fe80::1", BootstrapPort = null };
        string body = Body(Kinds.Get(HandoffKind.Sglang).Begin(Request("""{"prompt":["a","b"]}"""), prefill, Decode, Ids).Decode);
        Assert.Contains("\"bootstrap_host\":[\"[fe80::1]\",\"[fe80::1]\"],\"bootstrap_port\":[null,null],", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":"a","return_logprob":true}""", GenerationApi.Generate, true)]
    [InlineData("""{"text":"a"}""", GenerationApi.Generate, false)]
    [InlineData("""{"prompt":"a","return_logprob":true}""", GenerationApi.Completions, false)]
    public void Sglang_reads_prefills_reply_only_for_log_probabilities(string body, GenerationApi api, bool reads)
    {
        HandoffExchange exchange = Begin(HandoffKind.Sglang, body, api);
        Assert.Equal(reads, exchange.NeedsPrefillReply);
        Assert.Equal(reads, exchange.Merger is not null);
    }

    [Fact]
    public void What_only_a_router_may_say_is_taken_from_a_client_who_says_it()
    {
        const string Body = """{"kv_transfer_params":{"remote_host":"evil"},"prompt":"a","bootstrap_host":"evil","disaggregated_params":{}}""";
        Assert.Equal("""{"prompt":"a"}""", string.Concat(Request(Body).WithoutHandoff().Select(Text)));
        Assert.Equal("""{"prompt":"a"}""", LegText.Body(Begin(HandoffKind.P2pNccl, Body).AfterPrefill(default).Request));
    }

    private static string Sent(HandoffKind kind, ulong random)
    {
        HandoffExchange exchange = Kinds.Get(kind).Begin(Request("""{"prompt":"a"}"""), Prefill, Decode, Ids with { Random = random });
        return string.Join('\n', exchange.Prefill.Headers.Select(h => h.Value)) + Body(exchange.Prefill);
    }
}
