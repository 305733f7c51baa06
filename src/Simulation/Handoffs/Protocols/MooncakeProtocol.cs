using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Handoffs.Legs;

namespace LoadGen.Simulation.Handoffs.Protocols;

/// <summary>vLLM Mooncake: both legs at once, met by a transfer id at the prefill rank that the router has pinned.</summary>
internal sealed class MooncakeProtocol(HandoffSettings settings) : VllmProtocol(settings)
{
    /// <inheritdoc/>
    public override PrefillOrder ReadPrefill(LegCall call)
    {
        LegObject leg = ReadPrefillParams(call);
        string id = ReadTransferId(leg, HandoffFields.TransferIdPrefix);
        if (!call.Http.Request.Headers.ContainsKey(HandoffFields.DataParallelRankHeader))
        {
            throw Invalid($"the header {HandoffFields.DataParallelRankHeader} must name the rank whose engine id decode is given");
        }

        return new PrefillOrder
        {
            Ids = [id],
            Facts = new Dictionary<string, string> { ["engine"] = Settings.EngineIdOf(Settings.RankOf(call)) },
        };
    }

    /// <inheritdoc/>
    public override DecodeOrder? ReadDecode(LegCall call)
    {
        if (ReadDecodeParams(call) is not { } leg)
        {
            return null;
        }

        leg.Flag(HandoffFields.DoRemoteDecode, false);
        string id = ReadTransferId(leg, HandoffFields.TransferIdPrefix);
        string engine = leg.Text(HandoffFields.RemoteEngineId);
        string address = leg.Text(HandoffFields.RemoteBootstrapAddr);
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? url) && url.Scheme == "http"
            ? new DecodeOrder(new HostPort(url.DnsSafeHost, url.Port), [id], new Dictionary<string, string> { ["engine"] = engine }, Waits: true, Reclaims: true)
            : throw Invalid("remote_bootstrap_addr must be a URL such as http://host:8998");
    }
}
