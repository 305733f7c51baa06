using System.Text.Json;
using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Sglang;

/// <summary>
/// SGLang: both legs carry the client's body and meet in a room at prefill's bootstrap server. Prefill answers only when decode has
/// taken the cache, so both are sent at once.
/// </summary>
internal sealed class SglangHandoff : IHandoff
{
    public HandoffKind Kind => HandoffKind.Sglang;

    public LegOrder Order => LegOrder.Concurrent;

    public bool HoldsDecodeAbort => true;

    public bool ReclaimsByDecode => false;

    public bool DecodesAlone => false;

    public IReadOnlyList<string> Check(HandoffPeer prefill, HandoffPeer decode) => [];

    public bool CanSplit(HandoffRequest request) => true;

    public HandoffExchange Begin(HandoffRequest request, HandoffPeer prefill, HandoffPeer decode, HandoffIds ids)
    {
        int rooms = RoomCount(request);
        var state = (prefill, rooms);
        ReadOnlyMemory<byte> hosts = JsonBytes.Write(state, static (json, s) =>
            Repeat(json, s.rooms, s.prefill, static (j, peer) => j.WriteStringValue(peer.UrlHost)));
        ReadOnlyMemory<byte> ports = JsonBytes.Write(state, static (json, s) => Repeat(json, s.rooms, s.prefill, WritePort));
        ReadOnlyMemory<byte> roomIds = JsonBytes.Write((ids.Random, rooms), static (json, s) => WriteRooms(json, s.rooms, s.Random));

        BodyEdit toPrefill = Bootstrap();
        BodyEdit toDecode = Bootstrap();
        if (prefill.DpSize > 1)
        {
            ReadOnlyMemory<byte> rank = JsonBytes.Number(ids.PrefillRank);
            toPrefill.Set(HandoffFields.RoutedDpRank, rank);
            toDecode.Set(HandoffFields.DisaggPrefillDpRank, rank);
        }

        if (decode.DpSize > 1)
        {
            toDecode.Set(HandoffFields.RoutedDpRank, JsonBytes.Number(ids.DecodeRank));
        }

        // Only /generate knows return_logprob.
        bool merges = request.Api == GenerationApi.Generate && request.ReturnLogprob;
        return new ConcurrentExchange(
            new LegRequest { Body = toPrefill.Build() },
            new LegRequest { Body = toDecode.Build() },
            merges ? new SglangLogprobMerger() : null);

        BodyEdit Bootstrap() => new BodyEdit(request.Members)
            .Set(HandoffFields.BootstrapHost, hosts)
            .Set(HandoffFields.BootstrapPort, ports)
            .Set(HandoffFields.BootstrapRoom, roomIds);
    }

    // 0: one value, no array. A batch has a room for each prompt; chat with n above 1, one for each choice. Of one prompt with n above 1
    // at the other APIs the engine counts the rooms up itself.
    private static int RoomCount(HandoffRequest request) => request switch
    {
        { IsBatch: true } => request.PromptCount,
        { Api: GenerationApi.Chat, Choices: > 1 } => request.Choices,
        _ => 0,
    };

    private static void Repeat(Utf8JsonWriter json, int count, HandoffPeer peer, Action<Utf8JsonWriter, HandoffPeer> write)
    {
        if (count == 0)
        {
            write(json, peer);
            return;
        }

        json.WriteStartArray();
        for (int i = 0; i < count; i++)
        {
            write(json, peer);
        }

        json.WriteEndArray();
    }

    private static void WritePort(Utf8JsonWriter json, HandoffPeer peer)
    {
        if (peer.BootstrapPort is { } port)
        {
            json.WriteNumberValue(port);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteRooms(Utf8JsonWriter json, int count, ulong random)
    {
        var bits = new AttemptBits(random);
        if (count == 0)
        {
            json.WriteNumberValue(Room(ref bits));
            return;
        }

        json.WriteStartArray();
        for (int i = 0; i < count; i++)
        {
            json.WriteNumberValue(Room(ref bits));
        }

        json.WriteEndArray();
    }

    // An int64 that is not negative. Room 0 would always land on data-parallel rank 0; and rooms that the engine counts up from must not
    // overflow, so that the topmost ones are left out too.
    private static long Room(ref AttemptBits bits)
    {
        const long Highest = long.MaxValue - HandoffRequest.ChoicesMax;
        long room;
        do
        {
            room = (long)(bits.Next() & long.MaxValue);
        }
        while (room is 0 or > Highest);

        return room;
    }
}
