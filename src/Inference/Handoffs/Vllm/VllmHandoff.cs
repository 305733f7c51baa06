using System.Globalization;
using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Vllm;

/// <summary>What the connectors of vLLM have in common: prefill generates one token and is not streamed, both legs have one request id.</summary>
internal abstract class VllmHandoff : IHandoff
{
    private static readonly byte[] One = [.. "1"u8];

    public abstract HandoffKind Kind { get; }

    public abstract LegOrder Order { get; }

    // A decode that is aborted before it has said anything may not have told prefill to free what it keeps (vllm #41269).
    public bool HoldsDecodeAbort => ReclaimsByDecode;

    public virtual bool ReclaimsByDecode => false;

    public virtual bool DecodesAlone => true;

    /// <summary>For messages.</summary>
    protected string Name => Handoffs.NameOf(Kind);

    public abstract IReadOnlyList<string> Check(HandoffPeer prefill, HandoffPeer decode);

    // What is not vLLM's at all goes on to be refused. One hand-off has one consumer: the engine answers with the parameters of the first prompt only, and the choices of one prompt would
    // all fetch the same blocks.
    public virtual bool CanSplit(HandoffRequest request) =>
        request.Api == GenerationApi.Generate || (request.Choices == 1 && request.PromptCount == 1);

    public HandoffExchange Begin(HandoffRequest request, HandoffPeer prefill, HandoffPeer decode, HandoffIds ids) =>
        request.Api == GenerationApi.Generate
            ? throw new HandoffException(400, $"/generate is SGLang's own API, and these pools are vLLM's ({Name}): use /v1/completions")
            : Split(request, prefill, decode, ids);

    protected abstract HandoffExchange Split(HandoffRequest request, HandoffPeer prefill, HandoffPeer decode, HandoffIds ids);

    /// <summary>Prefill's body: one token in one piece.</summary>
    protected static BodyEdit OneToken(HandoffRequest request) => SmallRequest.Edit(request).SetIfPresent(HandoffFields.N, One);

    /// <summary>A leg with its request id, and its data-parallel rank where there is more than one.</summary>
    /// <param name="body">The body in pieces.</param>
    /// <param name="requestId">The id.</param>
    /// <param name="peer">The engine; null pins no rank.</param>
    /// <param name="rank">The rank chosen.</param>
    protected static LegRequest Leg(IReadOnlyList<ReadOnlyMemory<byte>> body, string requestId, HandoffPeer? peer = null, int rank = 0)
    {
        return peer is { DpSize: > 1 }
            ? PinnedLeg(body, requestId, rank)
            : new LegRequest { Body = body, Headers = [KeyValuePair.Create(HandoffFields.RequestIdHeader, requestId)] };
    }

    /// <summary>A leg with its request id and a data-parallel rank.</summary>
    protected static LegRequest PinnedLeg(IReadOnlyList<ReadOnlyMemory<byte>> body, string requestId, int rank) => new()
    {
        Body = body,
        Headers =
        [
            KeyValuePair.Create(HandoffFields.RequestIdHeader, requestId),
            KeyValuePair.Create(HandoffFields.DataParallelRankHeader, rank.ToString(CultureInfo.InvariantCulture)),
        ],
    };

    /// <summary>The request id that carries both engines' ZMQ addresses, which the engines read out of it.</summary>
    protected static string AddressedId(HandoffPeer prefill, HandoffPeer decode, ref AttemptBits bits) =>
        $"{HandoffFields.PrefillAddressMark}{prefill.ZmqAddress}{HandoffFields.DecodeAddressMark}{decode.ZmqAddress}_{bits.NextHex32()}";

    /// <summary>Problems of peers that have to name a ZMQ address.</summary>
    protected IReadOnlyList<string> CheckZmqAddresses(HandoffPeer prefill, HandoffPeer decode, string form)
    {
        var problems = new List<string>();
        foreach ((string role, HandoffPeer peer) in new[] { ("prefill", prefill), ("decode", decode) })
        {
            if (string.IsNullOrEmpty(peer.ZmqAddress))
            {
                problems.Add($"{role} {peer.UrlHost}:{peer.Port}: {Name} needs its zmq_address, as the engine registers it ({form})");
            }
        }

        return problems;
    }
}
