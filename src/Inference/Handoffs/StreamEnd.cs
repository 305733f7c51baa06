using LoadGen.Inference.Json;

namespace LoadGen.Inference.Handoffs;

/// <summary>Tells the end of a stream of server-sent events.</summary>
public static class StreamEnd
{
    /// <summary>The event that ends a stream.</summary>
    public static ReadOnlySpan<byte> Done => "[DONE]"u8;

    /// <summary>
    /// An event's data is the end mark. Only as the whole of it: tool arguments have contained this text in production, and ended streams of
    /// routers that looked for it in chunks.
    /// </summary>
    /// <param name="data">An event's data, as a parser of server-sent events gives it.</param>
    public static bool IsDone(ReadOnlySpan<byte> data) => JsonText.Trim(data).SequenceEqual(Done);
}
