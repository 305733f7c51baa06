using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Handoffs.Legs;

namespace LoadGen.Simulation.Handoffs.Protocols;

/// <summary>vLLM NIXL, push: both legs at once; decode makes itself known to prefill, which writes when it is done.</summary>
internal sealed class NixlPushProtocol(HandoffSettings settings) : VllmProtocol(settings)
{
    /// <inheritdoc/>
    public override PrefillOrder ReadPrefill(LegCall call)
    {
        LegObject leg = ReadPrefillParams(call);
        leg.Null(HandoffFields.RemoteEngineId);
        leg.Null(HandoffFields.RemoteBlockIds);
        leg.Null(HandoffFields.RemoteHost);
        leg.Null(HandoffFields.RemotePort);
        string id = ReadTransferId(leg, HandoffFields.TransferIdPrefix);
        return new PrefillOrder
        {
            Ids = [id],
            Facts = new Dictionary<string, string> { ["engine"] = Settings.EngineIdOf(Settings.RankOf(call)), ["request"] = call.RequestId },
        };
    }

    /// <inheritdoc/>
    public override DecodeOrder? ReadDecode(LegCall call)
    {
        if (ReadDecodeParams(call) is not { } leg)
        {
            return null;
        }

        string id = ReadTransferId(leg, HandoffFields.TransferIdPrefix);
        string engine = leg.Text(HandoffFields.RemoteEngineId);
        HostPort prefill = ReadRemote(leg);
        leg.Count(HandoffFields.TpSize);
        leg.Count(HandoffFields.PpSize);
        leg.Absent(HandoffFields.RemoteBlockIds);
        string remote = leg.Text(HandoffFields.RemoteRequestId);
        return remote == call.RequestId
            ? new DecodeOrder(prefill, [id], new Dictionary<string, string> { ["engine"] = engine, ["request"] = remote }, Waits: true, Reclaims: true)
            : throw Invalid($"remote_request_id must be the {HandoffFields.RequestIdHeader} of both legs");
    }
}
