using System.Globalization;
using System.Text.Json;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Kv;
using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Handoffs.Protocols;

/// <summary>SGLang: both legs at once, met in a room; prefill answers when decode has the cache.</summary>
internal sealed class SglangProtocol(HandoffSettings settings) : RoleProtocol(settings)
{
    /// <inheritdoc/>
    public override PrefillOrder ReadPrefill(LegCall call)
    {
        (IReadOnlyList<string> rooms, _, _) = ReadRooms(call);
        call.Work.Request.LogprobPart = PromptPart.Prefill;
        int rank = ReadRank(call.Body.RoutedDpRank, "routed_dp_rank", Settings.Options.DpSize)
            ?? (int)(long.Parse(rooms[0], CultureInfo.InvariantCulture) % Settings.Options.DpSize);
        return new PrefillOrder
        {
            Ids = rooms,
            Facts = new Dictionary<string, string> { ["rank"] = rank.ToString(CultureInfo.InvariantCulture) },
            AnswersAfterTransfer = true,
        };
    }

    /// <inheritdoc/>
    public override DecodeOrder ReadDecode(LegCall call)
    {
        (IReadOnlyList<string> rooms, string host, int? port) = ReadRooms(call);
        call.Work.Request.LogprobPart = PromptPart.Decode;
        ReadRank(call.Body.RoutedDpRank, "routed_dp_rank", Settings.Options.DpSize);
        Dictionary<string, string> facts = [];
        if (ReadRank(call.Body.DisaggPrefillDpRank, "disagg_prefill_dp_rank", int.MaxValue) is { } rank)
        {
            facts["rank"] = rank.ToString(CultureInfo.InvariantCulture);
        }

        return new DecodeOrder(new HostPort(host, port ?? Settings.Options.BootstrapPort ?? Channels.BootstrapPortDefault), rooms, facts, Waits: true, Reclaims: false);
    }

    /// <inheritdoc/>
    public override EngineErrorException Reused(LegCall call, string id) =>
        Bad(call, "bootstrap_room was used before: draw a new one for every attempt");

    /// <inheritdoc/>
    public override EngineErrorException NotFetched(LegCall call, string id, KvEnd end) => end == KvEnd.Expired
        ? Transfer("Prefill bootstrap", "req", call, id, $"Request {id} timed out after {Seconds}s in KVPoll.Bootstrapping")
        : Transfer("Prefill transfer", "req", call, id, "Decode instance could be dead");

    /// <inheritdoc/>
    public override EngineErrorException NotGiven(LegCall call, string id, ChannelMessage? answer, string why) => answer?.Word switch
    {
        "TIMEOUT" => Transfer("Decode transfer", "decode_req.req", call, id, $"Request {id} timed out after {Seconds}s in KVPoll.WaitingForInput"),
        "FAILED" => Transfer("Decode transfer", "decode_req.req", call, id, "Failed to get kvcache from prefill instance, it might be dead"),
        null => Transfer("Decode handshake", "decode_req.req", call, id, $"Could not fetch prefill parallel info: {why}"),
        _ => Transfer("Decode transfer", "decode_req.req", call, id, why),
    };

    private string Seconds => Settings.Options.HandoffTimeout.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);

    private static EngineErrorException Bad(LegCall call, string what) => new(400, $"Invalid request: {what}. req.rid='{call.Rid}'");

    // The words of SGLang's scheduler when it aborts a request whose transfer failed.
    private static EngineErrorException Transfer(string what, string name, LegCall call, string room, string why) =>
        new(500, $"{what} failed for request rank=0 {name}.rid='{call.Rid}' {name}.bootstrap_room={room} with exception KVTransferError(bootstrap_room={room}): {why}");

    private (IReadOnlyList<string> Rooms, string Host, int? Port) ReadRooms(LegCall call)
    {
        if (call.Body.BootstrapRoom is not { } room)
        {
            throw new EngineErrorException(400, $"Invalid request: Disaggregated request received without bootstrap room id. req.rid='{call.Rid}'");
        }

        if (call.Body.BootstrapHost is not { } host)
        {
            throw Bad(call, "bootstrap_host is missing");
        }

        int? length = BatchOf(call);
        IReadOnlyList<JsonElement> rooms = Spread(call, room, "bootstrap_room", length);
        string[] hosts = [.. Spread(call, host, "bootstrap_host", length)
            .Select(value => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : throw Bad(call, "bootstrap_host must be a string"))];
        int?[] ports = call.Body.BootstrapPort is { } port ? [.. Spread(call, port, "bootstrap_port", length).Select(value => ReadPort(call, value))] : [null];
        if (hosts.Distinct(StringComparer.Ordinal).Count() > 1 || ports.Distinct().Count() > 1)
        {
            throw Bad(call, "bootstrap_host and bootstrap_port must be the same for the whole batch");
        }

        string[] ids = [.. rooms.Select(value => ReadRoom(call, value))];
        return ids.Distinct(StringComparer.Ordinal).Count() == ids.Length ? (ids, hosts[0], ports[0]) : throw Bad(call, "bootstrap_room must differ within a batch");
    }

    // Null: scalars, or arrays of one.
    private static int? BatchOf(LegCall call) => call.Body switch
    {
        { Prompts: > 1 and var prompts } => prompts,
        { Choices: > 1 and var choices } when call.Work.Identity.Api == ApiKind.Chat => choices,
        _ => null,
    };

    private static IReadOnlyList<JsonElement> Spread(LegCall call, JsonElement value, string name, int? length) => (value.ValueKind, length) switch
    {
        (JsonValueKind.Array, _) when value.GetArrayLength() == (length ?? 1) => [.. value.EnumerateArray()],
        (JsonValueKind.Array, _) => throw Bad(call, $"{name} has {value.GetArrayLength()} elements, but the batch has {length ?? 1}"),
        (_, null) => [value],
        _ => throw Bad(call, $"{name} must be an array of {length}, one for each of the batch"),
    };

    private string ReadRoom(LegCall call, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out long room) || room < 0)
        {
            throw Bad(call, "bootstrap_room must be an integer from 0 to 2^63-1");
        }

        // Rooms choose the rank where nothing else does: 0 would send everything to the first.
        return room == 0 && Settings.Options.DpSize > 1
            ? throw Bad(call, "bootstrap_room 0 always lands on rank 0: draw it at random")
            : room.ToString(CultureInfo.InvariantCulture);
    }

    private static int? ReadPort(LegCall call, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number when value.TryGetInt32(out int port) && port is > 0 and <= 65535 => port,
        _ => throw Bad(call, "bootstrap_port must be an integer from 1 to 65535, or null"),
    };

    private static int? ReadRank(JsonElement? value, string name, int size)
    {
        if (value is not { } given)
        {
            return null;
        }

        return given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out int rank) && rank >= 0 && rank < size
            ? rank
            : throw new EngineErrorException(400, $"{name} must be an integer in [0, {size})");
    }
}
