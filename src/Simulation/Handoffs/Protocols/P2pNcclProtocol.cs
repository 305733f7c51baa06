using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Kv;

namespace LoadGen.Simulation.Handoffs.Protocols;

/// <summary>vLLM P2pNccl (<c>PUT</c>): prefill sends the cache to the address in the request id; decode finds it in its own memory.</summary>
internal sealed class P2pNcclProtocol(HandoffSettings settings) : VllmProtocol(settings)
{
    /// <inheritdoc/>
    public override PrefillOrder ReadPrefill(LegCall call)
    {
        RequireOneToken(call);
        RequireMine(ReadAddresses(call).Prefill, "prefill");
        return new PrefillOrder { Ids = [call.RequestId], Facts = ChannelMessage.NoFacts };
    }

    /// <inheritdoc/>
    public override DecodeOrder? ReadDecode(LegCall call)
    {
        AddressedRequestId addresses = ReadAddresses(call);
        RequireMine(addresses.Decode, "decode");
        return new DecodeOrder(addresses.Prefill, [call.RequestId], new Dictionary<string, string> { ["from"] = addresses.Prefill.ToString() }, Waits: false, Reclaims: false);
    }

    /// <inheritdoc/>
    public override EngineErrorException Reused(LegCall call, string id) => new(400, $"the {HandoffFields.RequestIdHeader} was used before: draw a new one for every attempt");

    /// <inheritdoc/>
    public override EngineErrorException NotGiven(LegCall call, string id, ChannelMessage? answer, string why) => Failed(call, why);

    /// <inheritdoc/>
    public override async Task DeliverAsync(LegCall call, PrefillOrder order, IReadOnlyList<KvHandoff> handoffs, HandoffNode node)
    {
        KvHandoff handoff = handoffs[0];
        var facts = new Dictionary<string, string>
        {
            ["tokens"] = FormattableString.Invariant($"{handoff.Tokens}"),
            ["from"] = Settings.Channel!.Value.ToString(),
        };
        KvWay.Copy(handoff.Facts, facts);
        var put = new ChannelMessage("PUSH", handoff.Id, facts);
        try
        {
            ChannelMessage answer = await node.Client.AskAsync(ReadAddresses(call).Decode, put, call.Cancellation);
            if (answer.Word != "OK")
            {
                throw Failed(call, $"decode did not take the cache ({answer.Word})");
            }
        }
        catch (IOException e)
        {
            throw Failed(call, e.Message);
        }

        node.Book.End(handoff, KvEnd.Pulled);
    }

    /// <inheritdoc/>
    public override Task<ChannelMessage> FetchAsync(DecodeOrder order, string id, HandoffNode node, CancellationToken cancellation) =>
        node.AnswerAsync(new ChannelMessage("PULL", id, order.Facts), cancellation);

    private static AddressedRequestId ReadAddresses(LegCall call) => AddressedRequestId.TryParse(call.RequestId, out AddressedRequestId addresses)
        ? addresses
        : throw new EngineErrorException(400, $"Request id {call.RequestId} does not contain hostname and port");

    private void RequireMine(HostPort address, string role)
    {
        if (address != Settings.Channel)
        {
            throw new EngineErrorException(400, $"Request id names {address} as the {role} address, but this engine is at {Settings.Channel}");
        }
    }
}
