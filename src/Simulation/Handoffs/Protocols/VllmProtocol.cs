using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Handoffs.Legs;
using LoadGen.Simulation.Kv;

namespace LoadGen.Simulation.Handoffs.Protocols;

/// <summary>What vLLM's connectors have in common. vLLM itself only logs some of what is refused here, and then computes the prompt twice.</summary>
internal abstract class VllmProtocol(HandoffSettings settings) : RoleProtocol(settings)
{
    /// <inheritdoc/>
    public override EngineErrorException Reused(LegCall call, string id) => Invalid("transfer_id was used before: draw a new one for every attempt");

    /// <inheritdoc/>
    public override EngineErrorException NotFetched(LegCall call, string id, KvEnd end) => Failed(call, "the transfer ended before the request did");

    /// <inheritdoc/>
    public override EngineErrorException NotGiven(LegCall call, string id, ChannelMessage? answer, string why) =>
        answer?.Word == "MISMATCH" ? Invalid(why) : Failed(call, why);

    /// <summary>vLLM's words for parameters that its connectors cannot use.</summary>
    protected static EngineErrorException Invalid(string what) =>
        new(400, $"Got invalid KVTransferParams: {what}. This request will not utilize KVTransfer");

    /// <summary>vLLM's words for a load that failed.</summary>
    protected static EngineErrorException Failed(LegCall call, string why) =>
        new(500, $"Failed to load KV cache for request {call.Rid}: {why}");

    /// <summary>The parameters of a prefill leg, which asks for one token in one piece.</summary>
    protected static LegObject ReadPrefillParams(LegCall call)
    {
        RequireOneToken(call);
        if (call.Work.Request.Stream == true)
        {
            throw Invalid("stream must be false on a prefill leg, whose kv_transfer_params come in a whole reply");
        }

        LegObject leg = LegObject.From(call.Body.KvTransferParams, "kv_transfer_params", Invalid);
        leg.Flag(HandoffFields.DoRemoteDecode, true);
        leg.Flag(HandoffFields.DoRemotePrefill, false);
        return leg;
    }

    /// <summary>The parameters of a decode leg; null where there are none.</summary>
    protected static LegObject? ReadDecodeParams(LegCall call)
    {
        if (call.Body.KvTransferParams is null)
        {
            return null;
        }

        LegObject leg = LegObject.From(call.Body.KvTransferParams, "kv_transfer_params", Invalid);
        leg.Flag(HandoffFields.DoRemotePrefill, true);
        return leg;
    }

    protected static void RequireOneToken(LegCall call)
    {
        if (call.Work.Request.MaxTokens != 1 || call.Work.Request.LegacyMaxTokens is > 1)
        {
            throw Invalid("max_tokens must be 1 on a prefill leg (max_completion_tokens too, where it is there)");
        }

        if (call.Work.Request.Stream != true && call.Body.HasStreamOptions)
        {
            throw new EngineErrorException(400, "Stream options can only be defined when `stream=True`.");
        }

        if (call.Body.MinTokens is { } min && (!min.TryGetInt64(out long least) || least > 1))
        {
            throw new EngineErrorException(400, "min_tokens must be less than or equal to max_tokens=1");
        }

        if (call.Body.Choices > 1)
        {
            throw Invalid("n must be 1: a transfer has one consumer");
        }
    }

    /// <summary>A transfer id with the protocol's prefix.</summary>
    protected static string ReadTransferId(LegObject leg, string prefix)
    {
        string id = leg.Text(HandoffFields.TransferId);
        return id.StartsWith(prefix, StringComparison.Ordinal) && id.Length > prefix.Length ? id : throw Invalid($"transfer_id must start with {prefix}");
    }

    /// <summary>Where prefill listens, from the two fields that say so.</summary>
    protected static HostPort ReadRemote(LegObject leg) =>
        new(leg.Text(HandoffFields.RemoteHost) is { Length: > 0 } host ? host : throw Invalid("remote_host must not be empty"), leg.Count(HandoffFields.RemotePort, 1, 65535));
}
