using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Vllm;

/// <summary>vLLM NIXL, push: decode registers its blocks with prefill, which writes them. Both legs at once, met by a transfer id.</summary>
internal sealed class NixlPushHandoff : VllmHandoff
{
    public override HandoffKind Kind => HandoffKind.NixlPush;

    public override LegOrder Order => LegOrder.Concurrent;

    public override IReadOnlyList<string> Check(HandoffPeer prefill, HandoffPeer decode)
    {
        var problems = new List<string>();
        if (string.IsNullOrEmpty(prefill.EngineId))
        {
            problems.Add($"prefill {prefill.UrlHost}:{prefill.Port}: {Name} needs its engine_id, as given to the engine in kv_transfer_config");
        }

        if (prefill.SideChannelPort is null)
        {
            problems.Add($"prefill {prefill.UrlHost}:{prefill.Port}: {Name} needs its side_channel_port, the engine's VLLM_NIXL_SIDE_CHANNEL_PORT");
        }

        return problems;
    }

    protected override HandoffExchange Split(HandoffRequest request, HandoffPeer prefill, HandoffPeer decode, HandoffIds ids)
    {
        var bits = new AttemptBits(ids.Random);
        string transfer = HandoffFields.TransferIdPrefix + bits.NextHex32();
        ReadOnlyMemory<byte> keep = JsonBytes.Write(transfer, static (json, id) =>
        {
            json.WriteStartObject();
            TransferParameters.WriteKeepForDecode(json);
            json.WriteString(HandoffFields.TransferId, id);
            json.WriteEndObject();
        });
        ReadOnlyMemory<byte> take = JsonBytes.Write((prefill, transfer, ids.RequestId), static (json, s) =>
        {
            json.WriteStartObject();
            json.WriteBoolean(HandoffFields.DoRemotePrefill, true);
            json.WriteString(HandoffFields.RemoteEngineId, s.prefill.EngineId);
            json.WriteString(HandoffFields.RemoteHost, SideChannelHost(s.prefill));
            json.WriteNumber(HandoffFields.RemotePort, s.prefill.SideChannelPort ?? 0);
            json.WriteNumber(HandoffFields.TpSize, s.prefill.TpSize);
            json.WriteNumber(HandoffFields.PpSize, s.prefill.PpSize);
            json.WriteString(HandoffFields.RemoteRequestId, s.RequestId);
            json.WriteString(HandoffFields.TransferId, s.transfer);
            json.WriteEndObject();
        });
        return new ConcurrentExchange(
            Leg(OneToken(request).Set(HandoffFields.KvTransferParams, keep).Build(), ids.RequestId, prefill, ids.PrefillRank),
            Leg(new BodyEdit(request.Members).Set(HandoffFields.KvTransferParams, take).Build(), ids.RequestId, decode, ids.DecodeRank));
    }

    private static string SideChannelHost(HandoffPeer prefill) =>
        prefill.OverridesRemoteHost ? prefill.Host : prefill.SideChannelHost ?? prefill.Host;
}
