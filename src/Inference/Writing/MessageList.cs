namespace LoadGen.Inference.Writing;

/// <summary>Writes conversations as arrays of <c>{"role":…,"content":…}</c>.</summary>
internal static class MessageList
{
    /// <summary>Writes a request's conversation, be it one user message of its text.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="request">The request.</param>
    /// <param name="toolRole">The role of tool results.</param>
    /// <param name="withSystem">False where the API takes the system's instructions apart.</param>
    public static void Write(ref JsonBodyWriter json, in GenerationRequest request, ReadOnlySpan<byte> toolRole, bool withSystem = true)
    {
        if (!request.MessagesJson.IsEmpty)
        {
            json.Raw(request.MessagesJson);
            return;
        }

        json.Raw("["u8);
        if (request.Messages.IsEmpty)
        {
            WriteOne(ref json, "user"u8, request.Text);
        }

        bool any = false;
        foreach (ChatMessage message in request.Messages)
        {
            if (message.Role != ChatRole.System || withSystem)
            {
                json.Raw(any ? ","u8 : default);
                WriteOne(ref json, NameOf(message.Role, toolRole), message.Text.Span);
                any = true;
            }
        }

        json.Raw("]"u8);
    }

    private static void WriteOne(ref JsonBodyWriter json, ReadOnlySpan<byte> role, ReadOnlySpan<byte> text)
    {
        json.Raw("{\"role\":\""u8);
        json.Raw(role);
        json.Raw("\",\"content\":"u8);
        json.String(text);
        json.Raw("}"u8);
    }

    private static ReadOnlySpan<byte> NameOf(ChatRole role, ReadOnlySpan<byte> toolRole) => role switch
    {
        ChatRole.System => "system"u8,
        ChatRole.User => "user"u8,
        ChatRole.Assistant => "assistant"u8,
        ChatRole.Tool => toolRole,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "a role that nobody speaks in"),
    };
}
