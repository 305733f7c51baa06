namespace LoadGen.Inference.Handoffs;

/// <summary>One attempt to serve one request with one pair of engines. Ids are drawn when it begins, so that a retry has new ones.</summary>
public abstract class HandoffExchange
{
    /// <summary>Prefill's request.</summary>
    public abstract LegRequest Prefill { get; }

    /// <summary>Decode's request where it does not depend on prefill's reply (<see cref="LegOrder.Concurrent"/>); else null.</summary>
    public virtual LegRequest? Decode => null;

    /// <summary>The router needs prefill's reply, not only its end: to build decode's request, or to merge it.</summary>
    public abstract bool NeedsPrefillReply { get; }

    /// <summary>Edits the client's response; null where decode's reply goes through as it is.</summary>
    public virtual IReplyMerger? Merger => null;

    /// <summary>After prefill's whole reply, where the order is <see cref="LegOrder.PrefillFirst"/>.</summary>
    /// <exception cref="HandoffException">502: the reply lacks what the protocol needs.</exception>
    public abstract DecodeStep AfterPrefill(ReadOnlyMemory<byte> prefillReply);
}
