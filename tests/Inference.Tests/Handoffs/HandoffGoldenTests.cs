using System.Globalization;
using System.Text;
using LoadGen.Inference.Handoffs;
using Kinds = LoadGen.Inference.Handoffs.Handoffs;
using static LoadGen.Inference.Tests.Handoffs.LegText;

namespace LoadGen.Inference.Tests.Handoffs;

/// <summary>
/// Every byte that each protocol puts on the wire for each API, streamed or not, in batches and with several choices: as the files in
/// <c>goldens</c> have them.
/// </summary>
public class HandoffGoldenTests
{
    private static readonly (string Name, GenerationApi Api, int DpSize, string Body)[] Cases =
    [
        ("chat", GenerationApi.Chat, 1, """{"model":"m","messages":[{"role":"user","content":"hi"}],"max_completion_tokens":16,"seed":9007199254740993}"""),
        ("chat, streamed", GenerationApi.Chat, 1, """{ "stream": true, "messages": [], "stream_options": {"include_usage": true}, "min_tokens": 4 }"""),
        ("chat, two choices", GenerationApi.Chat, 1, """{"messages":[],"n":2}"""),
        ("chat, data-parallel", GenerationApi.Chat, 4, """{"messages":[],"n":1}"""),
        ("completions", GenerationApi.Completions, 1, """{"prompt":"hi","max_tokens":16}"""),
        ("completions, streamed", GenerationApi.Completions, 1, """{"prompt":[1,2,3],"stream":true}"""),
        ("completions, batch of one", GenerationApi.Completions, 1, """{"prompt":["hi"]}"""),
        ("completions, batch of two", GenerationApi.Completions, 1, """{"prompt":["a","b"],"stream":true}"""),
        ("completions, two choices", GenerationApi.Completions, 1, """{"prompt":"hi","n":2}"""),
        ("completions, fields of a former hop", GenerationApi.Completions, 4, """{"kv_transfer_params":{"x":1},"bootstrap_room":0,"disaggregated_params":null,"prompt":"hi"}"""),
        ("generate", GenerationApi.Generate, 1, """{"text":"hi","sampling_params":{"max_new_tokens":4}}"""),
        ("generate, streamed", GenerationApi.Generate, 1, """{"text":"hi","stream":true,"sampling_params":{"n":2}}"""),
        ("generate, batch of ids", GenerationApi.Generate, 4, """{"input_ids":[[1],[2]],"return_logprob":true}"""),
    ];

    private const string NixlReply =
        """{"choices":[{"finish_reason":"length"}],"kv_transfer_params":{"do_remote_prefill":true, "do_remote_decode":false,"remote_block_ids":[[1,2]],"remote_engine_id":"e","remote_request_id":"r","remote_host":"0.0.0.0","remote_port":5600,"transfer_id":"tx-engine","new":{"id":18446744073709551615}}}""";

    private const string ContextReply =
        """{"prompt_token_ids":[1, 2],"choices":[{"finish_reason":"length","disaggregated_params":{"request_type":"context_only","first_gen_tokens":[7],"ctx_request_id":1099511627777,"encoded_opaque_state":"AA==","draft_tokens":null,"disagg_request_id":1099511627777,"ctx_dp_rank":0,"new":1.0}}],"usage":{"prompt_tokens":2}}""";

    public static TheoryData<string> Names => [.. Kinds.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_protocol_writes_these_bytes(string name)
    {
        Assert.True(Kinds.TryFind(name, out HandoffKind kind));
        var actual = new StringBuilder();
        foreach ((string title, GenerationApi api, int dpSize, string body) in Cases)
        {
            actual.Append(CultureInfo.InvariantCulture, $"# {title}\nclient  {body}\n");
            Describe(actual, Kinds.Get(kind), Request(body, api), dpSize);
            actual.Append('\n');
        }

        string golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Handoffs", "goldens", name + ".txt"));
        Assert.Equal(golden, actual.ToString());
    }

    private static void Describe(StringBuilder to, IHandoff handoff, HandoffRequest request, int dpSize)
    {
        if (!handoff.CanSplit(request))
        {
            to.Append("not split: decode owns the prompt\n");
            return;
        }

        HandoffExchange exchange;
        try
        {
            exchange = handoff.Begin(request, Prefill with { DpSize = dpSize }, Decode with { DpSize = dpSize }, Ids);
        }
        catch (HandoffException refused)
        {
            to.Append(CultureInfo.InvariantCulture, $"{refused.Status}     {refused.Message}\n");
            return;
        }

        Assert.Equal(handoff.Order == LegOrder.Concurrent, exchange.Decode is not null);
        Describe(to, "prefill", exchange.Prefill);
        string reply = handoff.Kind is HandoffKind.TrtllmContextFirst ? ContextReply : NixlReply;
        Describe(to, "decode ", exchange.Decode ?? exchange.AfterPrefill(Bytes(reply)).Request);
        to.Append(exchange.Merger is null ? "" : "merged\n");
    }

    private static void Describe(StringBuilder to, string leg, LegRequest? request)
    {
        Assert.NotNull(request);
        foreach ((string name, string value) in request.Headers)
        {
            to.Append(CultureInfo.InvariantCulture, $"{leg} {name}: {value}\n");
        }

        to.Append(CultureInfo.InvariantCulture, $"{leg} {Body(request)}\n");
    }
}
