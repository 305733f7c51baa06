using System.Globalization;
using System.Text;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Handoffs.Legs;
using LoadGen.Simulation.Kv;

namespace LoadGen.Simulation.Handoffs.Protocols;

/// <summary>vLLM MoRI-IO: READ (decode fetches what prefill's answer names) and WRITE (both at once, prefill writes).</summary>
internal sealed class MoriioProtocol(HandoffSettings settings, bool reads) : VllmProtocol(settings)
{
    // MoRIIOConstants.TRANSFER_PREFIX.
    private const string Prefix = "tx";

    private static ReadOnlySpan<byte> NotifyPort => "remote_notify_port"u8;

    /// <inheritdoc/>
    public override PrefillOrder ReadPrefill(LegCall call)
    {
        LegObject leg = ReadPrefillParams(call);
        leg.Null(HandoffFields.RemoteEngineId);
        leg.Null(HandoffFields.RemoteBlockIds);
        leg.Count(HandoffFields.RemoteDpSize);
        leg.Count(HandoffFields.RemoteTpSize);
        string id = ReadTransferId(leg, Prefix);
        int rank = Settings.RankOf(call);
        int[] blocks = [.. Enumerable.Range(0, KvPool.BlocksFor(call.PromptTokens)).Select(i => (int)((call.Work.Identity.Ordinal * 7 + i) % Settings.Options.KvBlocks))];
        string members = PrefillReply.Members(json => Write(json, id, rank, blocks));
        var facts = new Dictionary<string, string>
        {
            ["rank"] = rank.ToString(CultureInfo.InvariantCulture),
            ["dp-size"] = Settings.Options.DpSize.ToString(CultureInfo.InvariantCulture),
            ["request"] = call.RequestId,
        };
        if (reads)
        {
            using JsonDocument written = JsonDocument.Parse(JsonSerializeBlocks(blocks));
            facts["engine"] = Settings.EngineIdOf(rank);
            facts["blocks"] = LegObject.Seal(written.RootElement);
        }

        return new PrefillOrder { Ids = [id], Facts = facts, Edit = reads ? body => PrefillReply.AddToTop(body, members) : null };
    }

    /// <inheritdoc/>
    public override DecodeOrder? ReadDecode(LegCall call)
    {
        if (ReadDecodeParams(call) is not { } leg)
        {
            return null;
        }

        string id = ReadTransferId(leg, Prefix);
        int dpSize = leg.Count(HandoffFields.RemoteDpSize);
        leg.Count(HandoffFields.RemoteTpSize);
        var facts = new Dictionary<string, string>
        {
            ["rank"] = leg.Count(HandoffFields.RemoteDpRank, 0, dpSize - 1).ToString(CultureInfo.InvariantCulture),
            ["dp-size"] = dpSize.ToString(CultureInfo.InvariantCulture),
            ["request"] = call.RequestId,
        };
        if (reads)
        {
            facts["engine"] = leg.Text(HandoffFields.RemoteEngineId);
            facts["blocks"] = LegObject.Seal(leg.Array(HandoffFields.RemoteBlockIds));
        }

        return new DecodeOrder(ReadPrefillAddress(call, leg), [id], facts, Waits: !reads, Reclaims: true);
    }

    // As vLLM finds its peer: by the parameters where they say so, else by the addresses in the request id.
    private static HostPort ReadPrefillAddress(LegCall call, LegObject leg)
    {
        if (leg.TextOrNull(HandoffFields.RemoteHost) is { Length: > 0 } host && leg.Int64OrNull(NotifyPort) is not null)
        {
            return new HostPort(host, leg.Count(NotifyPort, 1, 65535));
        }

        return AddressedRequestId.TryParse(call.RequestId, out AddressedRequestId addresses)
            ? addresses.Prefill
            : throw new EngineErrorException(400, $"Cannot parse peer zmq_address from request_id: '{call.RequestId}'");
    }

    private void Write(Utf8JsonWriter json, string id, int rank, int[] blocks)
    {
        json.WriteStartObject(HandoffFields.KvTransferParams);
        json.WriteBoolean(HandoffFields.DoRemotePrefill, true);
        json.WriteBoolean(HandoffFields.DoRemoteDecode, false);
        json.WritePropertyName(HandoffFields.RemoteBlockIds);
        json.WriteRawValue(JsonSerializeBlocks(blocks));
        json.WriteString(HandoffFields.RemoteEngineId, Settings.EngineIdOf(rank));
        json.WriteString(HandoffFields.RemoteHost, Settings.Channel!.Value.Host);
        json.WriteNumber("remote_handshake_port"u8, Settings.Channel.Value.Port);
        json.WriteNumber(NotifyPort, Settings.Channel.Value.Port);
        json.WriteNumber(HandoffFields.RemoteDpSize, Settings.Options.DpSize);
        json.WriteNumber(HandoffFields.TpSize, 1);
        json.WriteString(HandoffFields.TransferId, id);
        json.WriteEndObject();
    }

    private static string JsonSerializeBlocks(int[] blocks) => new StringBuilder("[").AppendJoin(',', blocks).Append(']').ToString();
}
