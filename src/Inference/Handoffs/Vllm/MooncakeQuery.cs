using System.Globalization;
using System.Text;
using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Vllm;

/// <summary>The answer of a Mooncake bootstrap server to <c>GET /query</c>: <c>{"0":{"engine_id":"…",…},…}</c> by data-parallel rank.</summary>
public static class MooncakeQuery
{
    /// <summary>Where a prefill engine's bootstrap server is asked.</summary>
    public static Uri UrlOf(HandoffPeer prefill)
    {
        ArgumentNullException.ThrowIfNull(prefill);
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{prefill.UrlHost}:{prefill.BootstrapPort ?? MooncakeHandoff.DefaultBootstrapPort}/query"));
    }

    /// <summary>Reads it: the engine's id at each rank.</summary>
    /// <exception cref="HandoffException">502: it has not that form, or names no rank yet.</exception>
    public static IReadOnlyDictionary<int, string> Read(ReadOnlyMemory<byte> answer)
    {
        JsonMembers ranks = EngineReply.Read(answer, "bootstrap server");
        var ids = new Dictionary<int, string>(ranks.Count);
        for (int i = 0; i < ranks.Count; i++)
        {
            string? id = JsonValue.IsObject(ranks.Value(i).Span)
                ? JsonValue.Text(EngineReply.Read(ranks.Value(i), "bootstrap server").Find(HandoffFields.EngineId).Span)
                : null;
            if (string.IsNullOrEmpty(id) || !int.TryParse(Encoding.UTF8.GetString(ranks[i].Name.Span), NumberStyles.None, CultureInfo.InvariantCulture, out int rank))
            {
                throw new HandoffException(502, "bootstrap server's reply: expected an object by data-parallel rank, each with a string engine_id");
            }

            ids[rank] = id;
        }

        return ids.Count > 0 ? ids : throw new HandoffException(502, "bootstrap server's reply: no prefill rank has registered yet");
    }
}
