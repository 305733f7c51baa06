using System.Text;
using System.Text.Json;
using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Vllm;

/// <summary><c>kv_transfer_params</c>: what prefill is told, and what it answers.</summary>
internal static class TransferParameters
{
    /// <summary>For prefill: keep the cache for a decode engine, and what is not known before: of whom.</summary>
    public static readonly byte[] KeepForDecode = JsonBytes.Write(0, static (json, _) =>
    {
        json.WriteStartObject();
        WriteKeepForDecode(json);
        json.WriteEndObject();
    }).ToArray();

    /// <summary>The members of <see cref="KeepForDecode"/>.</summary>
    public static void WriteKeepForDecode(Utf8JsonWriter json)
    {
        WriteRoles(json, remoteDecode: true);
        json.WriteNull(HandoffFields.RemoteEngineId);
        json.WriteNull(HandoffFields.RemoteBlockIds);
        json.WriteNull(HandoffFields.RemoteHost);
        json.WriteNull(HandoffFields.RemotePort);
    }

    /// <summary>Which side is the other one.</summary>
    public static void WriteRoles(Utf8JsonWriter json, bool remoteDecode)
    {
        json.WriteBoolean(HandoffFields.DoRemoteDecode, remoteDecode);
        json.WriteBoolean(HandoffFields.DoRemotePrefill, !remoteDecode);
    }

    /// <summary>Takes the object out of prefill's reply, as written. Null when the engine kept nothing because the answer ended at its first token.</summary>
    /// <param name="reply">Prefill's reply.</param>
    /// <param name="protocol">The protocol's name, for messages.</param>
    /// <exception cref="HandoffException">502: it has none, though the engine stopped at its limit.</exception>
    public static JsonMembers? Read(ReadOnlyMemory<byte> reply, string protocol)
    {
        JsonMembers members = EngineReply.Read(reply, "prefill");
        ReadOnlyMemory<byte> value = members.Find(HandoffFields.KvTransferParams);
        if (JsonValue.IsObject(value.Span))
        {
            JsonMembers found = EngineReply.Read(value, "prefill");
            if (found.Count > 0)
            {
                return found;
            }
        }

        return EngineReply.FinishReason(members) is { } reason && reason != "length"
            ? null
            : throw new HandoffException(
                502, $"prefill's reply has no kv_transfer_params: is the engine started with the connector that {protocol} needs?");
    }

    /// <summary>A member that the connector cannot do without, as written.</summary>
    /// <exception cref="HandoffException">502: it is missing or null.</exception>
    public static ReadOnlyMemory<byte> Require(JsonMembers parameters, ReadOnlySpan<byte> name)
    {
        ReadOnlyMemory<byte> value = parameters.Find(name);
        return JsonValue.IsAbsent(value.Span)
            ? throw new HandoffException(502, $"prefill's reply: kv_transfer_params has no {Encoding.UTF8.GetString(name)}, which decode needs")
            : value;
    }
}
