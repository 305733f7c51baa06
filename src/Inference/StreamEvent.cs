namespace LoadGen.Inference;

/// <summary>What one streamed event (or one whole non-streaming response) says, freed of its JSON. Filled by <see cref="IInferenceApi"/>.</summary>
/// <remarks>A struct that the caller clears and reuses; reading an ordinary token event allocates nothing.</remarks>
public struct StreamEvent
{
    /// <summary>The event is the last that the API sends (<c>[DONE]</c>, <c>message_stop</c>, …).</summary>
    public bool IsDone { get; set; }

    /// <summary>
    /// The event is a chunk of the answer, though its text may be empty: in OpenAI's APIs it has a non-empty <c>choices</c> array, which
    /// is what InferenceX counts; in others it is of the kind that brings output.
    /// </summary>
    public bool HasChoices { get; set; }

    /// <summary>What kinds of non-empty output the event carries; <see cref="OutputKinds.None"/> for role-only, empty and usage-only events.</summary>
    public OutputKinds Output { get; set; }

    /// <summary>UTF-8 bytes of output carried, as written in the JSON (escapes not undone).</summary>
    public int OutputBytes { get; set; }

    /// <summary>
    /// Completion tokens that the event carries, where it says so: by usage that grew, token ids, log probabilities, or because the API
    /// sends each token alone. 0 when it is not said.
    /// </summary>
    public int Tokens { get; set; }

    /// <summary>The finish reason of a choice that ended with this event.</summary>
    public FinishReason Finish { get; set; }

    /// <summary>The event carries a <c>usage</c> object, in its own chunk or on a choices chunk.</summary>
    public bool HasUsage { get; set; }

    /// <summary>Token counts as the server states them; meaningful when <see cref="HasUsage"/>.</summary>
    public TokenUsage Usage { get; set; }

    /// <summary>The error the event carries, or null. Errors end a stream.</summary>
    public InferenceError? Error { get; set; }

    /// <summary>The event's data is not what the API promises (not JSON, wrong types); says what was found. Null when well-formed.</summary>
    public string? Malformed { get; set; }
}

/// <summary>Kinds of output an event can carry.</summary>
[Flags]
public enum OutputKinds
{
    /// <summary>No output.</summary>
    None = 0,

    /// <summary>Visible text (<c>text</c>, <c>delta.content</c>, <c>message.content</c>).</summary>
    Content = 1,

    /// <summary>Reasoning text (<c>reasoning_content</c> or <c>reasoning</c>).</summary>
    Reasoning = 2,

    /// <summary>A tool or function call, or a part of its arguments.</summary>
    ToolCall = 4,

    /// <summary>A refusal (<c>delta.refusal</c>).</summary>
    Refusal = 8,
}

/// <summary>Why a generation ended, as the server says.</summary>
public enum FinishReason
{
    /// <summary>Not said (yet).</summary>
    None = 0,

    /// <summary>An end-of-sequence token or a stop string.</summary>
    Stop,

    /// <summary>The token limit.</summary>
    Length,

    /// <summary>A tool or function call.</summary>
    ToolCalls,

    /// <summary>A content filter.</summary>
    ContentFilter,

    /// <summary>The engine aborted the generation (<c>abort</c>, <c>error</c>, <c>cancelled</c>): never a success.</summary>
    Abort,

    /// <summary>A value this program does not know.</summary>
    Other,
}

/// <summary>Token counts as a server states them. A negative count was not stated.</summary>
/// <param name="PromptTokens">Input tokens.</param>
/// <param name="CompletionTokens">Output tokens, reasoning included.</param>
/// <param name="CachedPromptTokens">Input tokens served from a prefix cache (<c>prompt_tokens_details.cached_tokens</c>).</param>
/// <param name="ReasoningTokens">Output tokens of reasoning (<c>completion_tokens_details.reasoning_tokens</c>).</param>
public readonly record struct TokenUsage(int PromptTokens, int CompletionTokens, int CachedPromptTokens, int ReasoningTokens);

/// <summary>An error as a server words it.</summary>
/// <param name="Message">The server's message, cut to 500 characters.</param>
/// <param name="Type">Its <c>type</c>, or null.</param>
/// <param name="Code">Its <c>code</c> as text, or null.</param>
public sealed record InferenceError(string Message, string? Type = null, string? Code = null);
