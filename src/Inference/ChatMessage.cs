namespace LoadGen.Inference;

/// <summary>One message of a conversation, freed of any API's shape.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Text">What is said, UTF-8, unescaped.</param>
public readonly record struct ChatMessage(ChatRole Role, ReadOnlyMemory<byte> Text);

/// <summary>Who speaks in a conversation.</summary>
public enum ChatRole
{
    /// <summary>The instructions before the conversation (<c>system</c>, <c>developer</c>).</summary>
    System = 0,

    /// <summary>The person or program that asks.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>The result of a tool call (<c>tool</c>).</summary>
    Tool,
}
