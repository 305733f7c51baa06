using System.Text.Json;
using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Vllm;

/// <summary>
/// vLLM MoRI-IO: the request id carries both engines' addresses, and the legs meet by a transfer id. READ is serial, decode reads the
/// blocks that prefill names; WRITE is concurrent, prefill writes into those that decode names to it.
/// </summary>
/// <param name="reads">READ; else WRITE.</param>
internal sealed class MoriioHandoff(bool reads) : VllmHandoff
{
    private static readonly byte[] Null = [.. "null"u8];

    public override HandoffKind Kind => reads ? HandoffKind.MoriioRead : HandoffKind.MoriioWrite;

    public override LegOrder Order => reads ? LegOrder.PrefillFirst : LegOrder.Concurrent;

    public override bool ReclaimsByDecode => reads;

    public override IReadOnlyList<string> Check(HandoffPeer prefill, HandoffPeer decode) =>
        CheckZmqAddresses(prefill, decode, "host:ip,handshake:port,notify:port");

    protected override HandoffExchange Split(HandoffRequest request, HandoffPeer prefill, HandoffPeer decode, HandoffIds ids)
    {
        var bits = new AttemptBits(ids.Random);
        string id = AddressedId(prefill, decode, ref bits);
        ReadOnlyMemory<byte> transfer = JsonBytes.Text(HandoffFields.MoriioTransferIdPrefix + bits.NextHex32());
        ReadOnlyMemory<byte> keep = JsonBytes.Write((transfer, decode), static (json, s) =>
        {
            json.WriteStartObject();
            TransferParameters.WriteKeepForDecode(json);
            WriteMeeting(json, s.transfer, s.decode);
            json.WriteEndObject();
        });
        LegRequest toPrefill = Leg(OneToken(request).Set(HandoffFields.KvTransferParams, keep).Build(), id, prefill, ids.PrefillRank);

        // Decode's own rank is left to the engine: what must be the same is prefill's rank in its header and in decode's body.
        int? rank = prefill.DpSize > 1 ? ids.PrefillRank : null;
        if (!reads)
        {
            return new ConcurrentExchange(toPrefill, Leg(Take(Null, Null, transfer), id));
        }

        return new SerialExchange(toPrefill, needsReply: true, reply =>
        {
            JsonMembers? answered = TransferParameters.Read(reply, Name);
            IReadOnlyList<ReadOnlyMemory<byte>> body = answered is null
                ? request.WithoutHandoff()
                : Take(
                    TransferParameters.Require(answered, HandoffFields.RemoteEngineId),
                    TransferParameters.Require(answered, HandoffFields.RemoteBlockIds),
                    answered.Find(HandoffFields.TransferId) is { IsEmpty: false } given ? given : transfer);
            return DecodeStep.GoOn(Leg(body, id));
        });

        List<ReadOnlyMemory<byte>> Take(ReadOnlyMemory<byte> engine, ReadOnlyMemory<byte> blocks, ReadOnlyMemory<byte> transferId)
        {
            ReadOnlyMemory<byte> take = JsonBytes.Write((engine, blocks, transferId, prefill, rank), static (json, s) =>
            {
                json.WriteStartObject();
                TransferParameters.WriteRoles(json, remoteDecode: false);
                WriteRaw(json, HandoffFields.RemoteEngineId, s.engine);
                WriteRaw(json, HandoffFields.RemoteBlockIds, s.blocks);
                WriteMeeting(json, s.transferId, s.prefill);
                if (s.rank is { } number)
                {
                    json.WriteNumber(HandoffFields.RemoteDpRank, number);
                }

                json.WriteEndObject();
            });
            return new BodyEdit(request.Members).Set(HandoffFields.KvTransferParams, take).Build();
        }
    }

    private static void WriteMeeting(Utf8JsonWriter json, ReadOnlyMemory<byte> transfer, HandoffPeer other)
    {
        WriteRaw(json, HandoffFields.TransferId, transfer);
        json.WriteNumber(HandoffFields.RemoteDpSize, other.DpSize);
        json.WriteNumber(HandoffFields.RemoteTpSize, other.TpSize);
    }

    private static void WriteRaw(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlyMemory<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.Span, skipInputValidation: true);
    }
}
