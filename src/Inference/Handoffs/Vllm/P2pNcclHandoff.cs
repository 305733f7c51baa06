namespace LoadGen.Inference.Handoffs.Vllm;

/// <summary>vLLM P2pNccl: the request id carries the addresses of both engines; prefill sends the cache while it works.</summary>
internal sealed class P2pNcclHandoff : VllmHandoff
{
    public override HandoffKind Kind => HandoffKind.P2pNccl;

    public override LegOrder Order => LegOrder.PrefillFirst;

    public override bool DecodesAlone => false;

    public override IReadOnlyList<string> Check(HandoffPeer prefill, HandoffPeer decode) => CheckZmqAddresses(prefill, decode, "ip:port");

    // Blocks are found by the engine's own id for each prompt, which both legs derive alike from the request id: batches go through.
    public override bool CanSplit(HandoffRequest request) => true;

    protected override HandoffExchange Split(HandoffRequest request, HandoffPeer prefill, HandoffPeer decode, HandoffIds ids)
    {
        if (request.Choices > 1)
        {
            // Decode derives an id for each choice, which prefill, asked for one, has not.
            throw new HandoffException(400, $"n: {Name} hands one choice over, and its decode engines compute no prompt themselves: send as many requests with n 1");
        }

        var bits = new AttemptBits(ids.Random);
        string id = AddressedId(prefill, decode, ref bits);
        LegRequest toDecode = Leg(request.WithoutHandoff(), id, decode, ids.DecodeRank);
        return new SerialExchange(
            Leg(OneToken(request).Build(), id, prefill, ids.PrefillRank), needsReply: false, _ => DecodeStep.GoOn(toDecode));
    }
}
