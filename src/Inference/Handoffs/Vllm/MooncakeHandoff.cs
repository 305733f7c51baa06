using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Vllm;

/// <summary>vLLM Mooncake: both legs at once, met by a transfer id at prefill's bootstrap server.</summary>
internal sealed class MooncakeHandoff : VllmHandoff
{
    /// <summary>The bootstrap server's port where none is given: vLLM's default for VLLM_MOONCAKE_BOOTSTRAP_PORT.</summary>
    public const int DefaultBootstrapPort = 8998;

    public override HandoffKind Kind => HandoffKind.Mooncake;

    public override LegOrder Order => LegOrder.Concurrent;

    public override IReadOnlyList<string> Check(HandoffPeer prefill, HandoffPeer decode) => [];

    protected override HandoffExchange Split(HandoffRequest request, HandoffPeer prefill, HandoffPeer decode, HandoffIds ids)
    {
        int rank = prefill.DpSize > 1 ? ids.PrefillRank : 0;
        string engine = prefill.EngineIdAt(rank)
            ?? throw new HandoffException(
                502, $"prefill {prefill.UrlHost}:{prefill.Port}: its engine id at rank {rank} is not known; its bootstrap server has to answer GET /query first");
        string bootstrap = $"http://{prefill.UrlHost}:{prefill.BootstrapPort ?? DefaultBootstrapPort}";
        var bits = new AttemptBits(ids.Random);
        string transfer = HandoffFields.TransferIdPrefix + bits.NextHex32();
        ReadOnlyMemory<byte> keep = JsonBytes.Write(transfer, static (json, id) =>
        {
            json.WriteStartObject();
            TransferParameters.WriteRoles(json, remoteDecode: true);
            json.WriteString(HandoffFields.TransferId, id);
            json.WriteEndObject();
        });
        ReadOnlyMemory<byte> take = JsonBytes.Write((transfer, bootstrap, engine), static (json, s) =>
        {
            json.WriteStartObject();
            TransferParameters.WriteRoles(json, remoteDecode: false);
            json.WriteString(HandoffFields.TransferId, s.transfer);
            json.WriteString(HandoffFields.RemoteBootstrapAddr, s.bootstrap);
            json.WriteString(HandoffFields.RemoteEngineId, s.engine);
            json.WriteEndObject();
        });
        return new ConcurrentExchange(
            Leg(OneToken(request).Set(HandoffFields.KvTransferParams, keep).Build(), ids.RequestId, prefill, ids.PrefillRank),
            Leg(new BodyEdit(request.Members).Set(HandoffFields.KvTransferParams, take).Build(), ids.RequestId, decode, ids.DecodeRank));
    }
}
