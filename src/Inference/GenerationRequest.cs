namespace LoadGen.Inference;

/// <summary>
/// One generation to ask for. Exactly one of <see cref="TokenIds"/>, <see cref="Text"/>, <see cref="Messages"/> and
/// <see cref="MessagesJson"/> is the prompt; <see cref="ApiTraits.Prompts"/> says which an API takes.
/// </summary>
public readonly ref struct GenerationRequest
{
    /// <summary>What is the same for every request of a run.</summary>
    public required GenerationOptions Options { get; init; }

    /// <summary>The prompt as token ids; else empty.</summary>
    public ReadOnlySpan<int> TokenIds { get; init; }

    /// <summary>The prompt as UTF-8 text; else empty.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>The prompt as a conversation, the last message being the one to answer; else empty.</summary>
    public ReadOnlySpan<ChatMessage> Messages { get; init; }

    /// <summary>
    /// The prompt as the JSON array that an API takes as its messages, written as it is: it must be valid JSON. Else empty. For
    /// conversations whose messages are more than a role and a text (tool calls, pictures).
    /// </summary>
    public ReadOnlySpan<byte> MessagesJson { get; init; }

    /// <summary>Output tokens asked for (<c>max_tokens</c>).</summary>
    public required int MaxTokens { get; init; }
}
