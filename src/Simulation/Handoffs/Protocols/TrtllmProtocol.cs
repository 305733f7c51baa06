using System.Globalization;
using System.Text;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Handoffs.Legs;
using LoadGen.Simulation.Kv;
using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Handoffs.Protocols;

/// <summary>TensorRT-LLM: a context server computes the prompt and the first token, a generation server goes on with it.</summary>
internal sealed class TrtllmProtocol(HandoffSettings settings, bool generationFirst) : RoleProtocol(settings)
{
    // Below it are the ids that servers make for themselves (openai_disagg_service: 39 bits of time, 8 node, 6 process, 10 counter).
    private const long IdMin = 1L << 40;
    private const int FirstToken = 7;

    /// <inheritdoc/>
    public override PrefillOrder ReadPrefill(LegCall call)
    {
        if (call.Work.Request.Stream == true || call.Body.HasStreamOptions)
        {
            throw Invalid("stream must be false, without stream_options, on a context_only request");
        }

        LegObject leg = ReadParams(call, HandoffFields.ContextOnly);
        long id = ReadId(leg, HandoffFields.DisaggRequestId);
        RequireStyle(leg);
        if (call.Body.Choices > 1)
        {
            throw Invalid("n must be 1: a context has one consumer");
        }

        int rank = Settings.RankOf(call);
        string top = PrefillReply.Members(json => WriteIds(json, call));
        string choice = PrefillReply.Members(json => Write(json, id, rank));
        Dictionary<string, string> facts = generationFirst
            ? []
            : new() { ["state"] = StateOf(id), ["rank"] = rank.ToString(CultureInfo.InvariantCulture) };
        return new PrefillOrder { Ids = [id.ToString(CultureInfo.InvariantCulture)], Facts = facts, Edit = body => PrefillReply.AddToTop(PrefillReply.AddToChoice(body, choice), top) };
    }

    /// <inheritdoc/>
    public override DecodeOrder? ReadDecode(LegCall call)
    {
        if (call.Body.DisaggregatedParams is null)
        {
            return null;
        }

        LegObject leg = ReadParams(call, HandoffFields.GenerationOnly);
        long id = ReadId(leg, HandoffFields.DisaggRequestId);
        long context = leg.Int64(HandoffFields.CtxRequestId);
        string endpoint = leg.Text(HandoffFields.CtxInfoEndpoint);
        if (!HostPort.TryParse(endpoint.StartsWith("tcp://", StringComparison.Ordinal) ? endpoint["tcp://".Length..] : endpoint, out HostPort prefill))
        {
            throw Invalid("ctx_info_endpoint must be an address such as tcp://host:port");
        }

        Dictionary<string, string> facts = [];
        if (context != id)
        {
            throw Invalid(generationFirst ? "ctx_request_id must be disagg_request_id" : "ctx_request_id is not that of the context's reply");
        }

        if (!generationFirst)
        {
            ReadContextReply(call, leg);
            facts["state"] = leg.Text(HandoffFields.EncodedOpaqueState);
            facts["rank"] = leg.Count(HandoffFields.CtxDpRank, 0).ToString(CultureInfo.InvariantCulture);
        }

        return new DecodeOrder(prefill, [id.ToString(CultureInfo.InvariantCulture)], facts, Waits: generationFirst, Reclaims: false);
    }

    /// <inheritdoc/>
    public override EngineErrorException Reused(LegCall call, string id) => Invalid("disagg_request_id was used before");

    /// <inheritdoc/>
    public override EngineErrorException NotFetched(LegCall call, string id, KvEnd end) => Transfer(call, "the context's transfer ended before the request did");

    /// <inheritdoc/>
    public override EngineErrorException NotGiven(LegCall call, string id, ChannelMessage? answer, string why) =>
        answer?.Word == "MISMATCH" ? Invalid(why) : Transfer(call, why);

    private static EngineErrorException Invalid(string what) => new(400, $"Invalid disaggregated params: {what}");

    private static EngineErrorException Transfer(LegCall call, string why) => new(500, $"KV cache transfer failed for request {call.Rid}: {why}");

    private static LegObject ReadParams(LegCall call, ReadOnlySpan<byte> type)
    {
        LegObject leg = LegObject.From(call.Body.DisaggregatedParams, "disaggregated_params", Invalid);
        RequireText(leg, HandoffFields.RequestType, type);
        return leg;
    }

    private static void RequireText(LegObject leg, ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected)
    {
        string text = Encoding.UTF8.GetString(expected);
        if (leg.Text(name) != text)
        {
            throw Invalid($"{Encoding.UTF8.GetString(name)} must be {text}");
        }
    }

    // The wire has the number of TensorRT-LLM's IntEnum; the words are its configuration's, and are taken too.
    private void RequireStyle(LegObject leg)
    {
        string word = generationFirst ? "generation_first" : "context_first";
        int number = generationFirst ? HandoffFields.GenerationFirst : HandoffFields.ContextFirst;
        if (leg.Int64OrNull(HandoffFields.ScheduleStyle) != number && leg.TextOrNull(HandoffFields.ScheduleStyle) != word)
        {
            throw Invalid($"schedule_style must be {number} ({word})");
        }
    }

    private static long ReadId(LegObject leg, ReadOnlySpan<byte> name) =>
        leg.Int64(name) is var id and >= IdMin ? id : throw Invalid($"{Encoding.UTF8.GetString(name)} must be at least 2^40 (global request ids)");

    private static void ReadContextReply(LegCall call, LegObject leg)
    {
        JsonElement first = leg.Array(HandoffFields.FirstGenTokens);
        if (first.GetArrayLength() != 1 || first[0].ValueKind != JsonValueKind.Number || !first[0].TryGetInt64(out long token) || token != FirstToken)
        {
            throw Invalid("first_gen_tokens is not that of the context's reply");
        }

        bool isChat = call.Work.Identity.Api == ApiKind.Chat;
        if ((isChat ? call.Body.PromptTokenIds : call.Body.PromptIds) is not { } ids)
        {
            throw Invalid(isChat ? "prompt_token_ids of the context's reply are missing" : "prompt must be the prompt_token_ids of the context's reply");
        }

        if (ids != call.PromptTokens)
        {
            throw Invalid($"the context's reply has as many prompt_token_ids as the prompt has tokens, {call.PromptTokens}, but {ids} came");
        }
    }

    private static string StateOf(long id) => Convert.ToBase64String(Encoding.UTF8.GetBytes(FormattableString.Invariant($"simulated:{id}")));

    private static void WriteIds(Utf8JsonWriter json, LegCall call)
    {
        json.WriteStartArray(HandoffFields.PromptTokenIds);
        for (long i = 0; i < call.PromptTokens; i++)
        {
            json.WriteNumberValue(i % 1000 + 100);
        }

        json.WriteEndArray();
    }

    private void Write(Utf8JsonWriter json, long id, int rank)
    {
        json.WriteStartObject(HandoffFields.DisaggregatedParams);
        json.WriteString(HandoffFields.RequestType, HandoffFields.ContextOnly);
        json.WriteStartArray(HandoffFields.FirstGenTokens);
        json.WriteNumberValue(FirstToken);
        json.WriteEndArray();
        json.WriteNumber(HandoffFields.CtxRequestId, id);
        json.WriteString(HandoffFields.EncodedOpaqueState, StateOf(id));
        json.WriteNull(HandoffFields.DraftTokens);
        json.WriteNumber(HandoffFields.DisaggRequestId, id);
        json.WriteNumber(HandoffFields.CtxDpRank, rank);
        json.WriteString(HandoffFields.CtxInfoEndpoint, "tcp://" + Settings.Channel);
        json.WriteEndObject();
    }
}
