namespace LoadGen.Inference.Handoffs;

/// <summary>One protocol by which a prefill engine hands a request's KV cache to a decode engine. Stateless, thread-safe.</summary>
public interface IHandoff
{
    /// <summary>Which protocol it is.</summary>
    HandoffKind Kind { get; }

    /// <summary>As configuration names it, such as <c>sglang</c> or <c>nixl</c>.</summary>
    string Name => Handoffs.NameOf(Kind);

    /// <summary>When the legs are sent.</summary>
    LegOrder Order { get; }

    /// <summary>
    /// A decode request that is aborted in the middle of the hand-off can break its engine (SGLang), or leave what prefill keeps pinned
    /// (vLLM, where decode fetches): the abort waits for its first output, within a limit.
    /// </summary>
    bool HoldsDecodeAbort { get; }

    /// <summary>
    /// A prefill that has finished keeps its cache pinned until a decode engine fetches it, or until one is sent the request and told to
    /// stop: the only way to free it (NIXL pull, MoRI-IO read).
    /// </summary>
    bool ReclaimsByDecode { get; }

    /// <summary>What the configuration of a prefill and a decode engine must have for this protocol: all problems, each with its fix.</summary>
    IReadOnlyList<string> Check(HandoffPeer prefill, HandoffPeer decode);

    /// <summary>False where the protocol cannot split this request and decode must own the prompt (NIXL with <c>n</c> above 1).</summary>
    bool CanSplit(HandoffRequest request);

    /// <summary>
    /// A decode engine serves a request without a hand-off, computing the prompt itself. SGLang's refuses it for want of a room, P2pNccl's
    /// looks for the peers' addresses in the request id whatever else it is told: there every prompt goes through prefill.
    /// </summary>
    bool DecodesAlone { get; }

    /// <summary>Begins an attempt.</summary>
    /// <param name="request">The client's request.</param>
    /// <param name="prefill">The engine chosen to prefill.</param>
    /// <param name="decode">The engine chosen to decode.</param>
    /// <param name="ids">Where ids come from.</param>
    /// <exception cref="HandoffException">400: the request cannot be handed off as it is.</exception>
    HandoffExchange Begin(HandoffRequest request, HandoffPeer prefill, HandoffPeer decode, HandoffIds ids);
}
