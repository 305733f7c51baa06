using System.Globalization;
using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Handoffs.Legs;
using LoadGen.Simulation.Kv;
using LoadGen.Simulation.Pacing;
using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Handoffs.Protocols;

/// <summary>vLLM NIXL, pull: prefill answers with what decode needs to fetch the blocks, and keeps them until it does.</summary>
internal sealed class NixlProtocol(HandoffSettings settings) : VllmProtocol(settings)
{
    // No vLLM field: one that a router does not know and must carry along all the same, a number that only an int64 holds.
    private const string SealField = "sim_seal";

    /// <inheritdoc/>
    public override PrefillOrder ReadPrefill(LegCall call)
    {
        LegObject leg = ReadPrefillParams(call);
        leg.Null(HandoffFields.RemoteEngineId);
        leg.Null(HandoffFields.RemoteBlockIds);
        leg.Null(HandoffFields.RemoteHost);
        leg.Null(HandoffFields.RemotePort);
        int rank = Settings.RankOf(call);
        string kind = call.Work.Identity.Api == ApiKind.Chat ? "chatcmpl" : "cmpl";
        string id = $"{kind}-{(call.RequestId.Length > 0 ? call.RequestId : "sim")}-{call.Rid}";
        long seal = (long)(StreamSchedule.SeedFor(Settings.Seed, call.Work.Identity.Ordinal) | (1UL << 62)) & long.MaxValue;
        int blocks = KvPool.BlocksFor(call.PromptTokens);
        string members = PrefillReply.Members(json => Write(json, rank, id, seal, BlockIds(call, blocks)));
        return new PrefillOrder
        {
            Ids = [id],
            Facts = new Dictionary<string, string>
            {
                ["engine"] = Settings.EngineIdOf(rank),
                ["request"] = call.RequestId,
                ["seal"] = seal.ToString(CultureInfo.InvariantCulture),
                ["blocks"] = BlockSeal(members),
            },
            Edit = body => PrefillReply.AddToTop(body, members),
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
        string engine = leg.Text(HandoffFields.RemoteEngineId);
        string id = leg.Text(HandoffFields.RemoteRequestId);
        HostPort prefill = ReadRemote(leg);
        string blocks = LegObject.Seal(leg.Array(HandoffFields.RemoteBlockIds));
        leg.Count(HandoffFields.TpSize);
        long seal = leg.Int64(System.Text.Encoding.UTF8.GetBytes(SealField));
        return new DecodeOrder(prefill, [id], new Dictionary<string, string>
        {
            ["engine"] = engine,
            ["request"] = call.RequestId,
            ["seal"] = seal.ToString(CultureInfo.InvariantCulture),
            ["blocks"] = blocks,
        }, Waits: false, Reclaims: true);
    }

    private void Write(Utf8JsonWriter json, int rank, string id, long seal, IEnumerable<int> blocks)
    {
        json.WriteStartObject(HandoffFields.KvTransferParams);
        json.WriteBoolean(HandoffFields.DoRemotePrefill, true);
        json.WriteBoolean(HandoffFields.DoRemoteDecode, false);
        json.WriteStartArray(HandoffFields.RemoteBlockIds);
        json.WriteStartArray();
        foreach (int block in blocks)
        {
            json.WriteNumberValue(block);
        }

        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteString(HandoffFields.RemoteEngineId, Settings.EngineIdOf(rank));
        json.WriteString(HandoffFields.RemoteRequestId, id);
        json.WriteString(HandoffFields.RemoteHost, Settings.Channel!.Value.Host);
        json.WriteNumber(HandoffFields.RemotePort, Settings.Channel.Value.Port);
        json.WriteNumber(HandoffFields.TpSize, 1);
        json.WriteNumber(SealField, seal);
        json.WriteEndObject();
    }

    // Numbers that look like an allocator's, and differ from one request to the next.
    private IEnumerable<int> BlockIds(LegCall call, int blocks) =>
        Enumerable.Range(0, blocks).Select(i => (int)((call.Work.Identity.Ordinal * 7 + i) % Settings.Options.KvBlocks));

    private static string BlockSeal(string members)
    {
        using JsonDocument written = JsonDocument.Parse("{" + members + "}");
        return LegObject.Seal(written.RootElement.GetProperty(HandoffFields.KvTransferParams).GetProperty(HandoffFields.RemoteBlockIds));
    }
}
