namespace LoadGen.Inference.Handoffs;

/// <summary>An attempt whose two requests are known from the beginning.</summary>
/// <param name="prefill">Prefill's request.</param>
/// <param name="decode">Decode's request.</param>
/// <param name="merger">Edits the client's response with what prefill answered; null where that is only drained.</param>
internal sealed class ConcurrentExchange(LegRequest prefill, LegRequest decode, IReplyMerger? merger = null) : HandoffExchange
{
    public override LegRequest Prefill => prefill;

    public override LegRequest Decode => decode;

    public override bool NeedsPrefillReply => merger is not null;

    public override IReplyMerger? Merger => merger;

    public override DecodeStep AfterPrefill(ReadOnlyMemory<byte> prefillReply) => DecodeStep.GoOn(decode);
}
