namespace LoadGen.Inference.Handoffs.Bodies;

/// <summary>Reads what an engine answered; whatever is wrong with it is the engine's fault, not the client's.</summary>
internal static class EngineReply
{
    /// <summary>Reads a reply that must be one JSON object.</summary>
    /// <exception cref="HandoffException">502: it is not.</exception>
    public static JsonMembers Read(ReadOnlyMemory<byte> reply, string role) =>
        JsonMembers.TryRead(reply, out JsonMembers? members, out string? fault)
            ? members
            : throw new HandoffException(502, $"{role}'s reply: {fault}");

    /// <summary>The choices, as written; none when they are no array.</summary>
    public static List<ReadOnlyMemory<byte>> Choices(JsonMembers reply)
    {
        ReadOnlyMemory<byte> choices = reply.Find(HandoffFields.Choices);
        return JsonValue.IsArray(choices.Span) ? JsonValue.Elements(choices) : [];
    }

    /// <summary>Why the first choice ended; null where that is not said.</summary>
    public static string? FinishReason(JsonMembers reply) =>
        Choices(reply) is [{ Span: var first }, ..] choices && JsonValue.IsObject(first)
            ? JsonValue.Text(Read(choices[0], "prefill").Find(HandoffFields.FinishReason).Span)
            : null;
}
