using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Vllm;

/// <summary>vLLM NIXL, pull: prefill answers with where its blocks are, decode is told and reads them.</summary>
internal sealed class NixlHandoff : VllmHandoff
{
    public override HandoffKind Kind => HandoffKind.Nixl;

    public override LegOrder Order => LegOrder.PrefillFirst;

    public override bool ReclaimsByDecode => true;

    public override IReadOnlyList<string> Check(HandoffPeer prefill, HandoffPeer decode) => [];

    protected override HandoffExchange Split(HandoffRequest request, HandoffPeer prefill, HandoffPeer decode, HandoffIds ids)
    {
        List<ReadOnlyMemory<byte>> body = OneToken(request).Set(HandoffFields.KvTransferParams, TransferParameters.KeepForDecode).Build();
        return new SerialExchange(Leg(body, ids.RequestId, prefill, ids.PrefillRank), needsReply: true, reply =>
        {
            JsonMembers? parameters = TransferParameters.Read(reply, Name);
            IReadOnlyList<ReadOnlyMemory<byte>> toDecode = parameters is null
                ? request.WithoutHandoff()
                : new BodyEdit(request.Members).Set(HandoffFields.KvTransferParams, Checked(parameters, prefill)).Build();
            return DecodeStep.GoOn(Leg(toDecode, ids.RequestId, decode, ids.DecodeRank));
        });
    }

    // As prefill wrote it, but for the host where that is known better.
    private static ReadOnlyMemory<byte> Checked(JsonMembers parameters, HandoffPeer prefill)
    {
        TransferParameters.Require(parameters, HandoffFields.RemoteEngineId);
        TransferParameters.Require(parameters, HandoffFields.RemoteRequestId);
        TransferParameters.Require(parameters, HandoffFields.RemoteHost);
        TransferParameters.Require(parameters, HandoffFields.RemotePort);
        return prefill.OverridesRemoteHost
            ? new BodyEdit(parameters).Set(HandoffFields.RemoteHost, JsonBytes.Text(prefill.Host)).ToArray()
            : parameters.Text;
    }
}
