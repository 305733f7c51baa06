namespace LoadGen.Inference.Handoffs;

/// <summary>An attempt whose decode request is built from prefill's reply, or at least waits for its end.</summary>
/// <param name="prefill">Prefill's request.</param>
/// <param name="needsReply">The reply's body is read; else only its end is awaited.</param>
/// <param name="afterPrefill">Builds what follows.</param>
internal sealed class SerialExchange(LegRequest prefill, bool needsReply, Func<ReadOnlyMemory<byte>, DecodeStep> afterPrefill) : HandoffExchange
{
    public override LegRequest Prefill => prefill;

    public override bool NeedsPrefillReply => needsReply;

    public override DecodeStep AfterPrefill(ReadOnlyMemory<byte> prefillReply) => afterPrefill(prefillReply);
}
