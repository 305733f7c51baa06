namespace LoadGen.Inference;

/// <summary>What an API can say and hear: what users may ask of it, and what a measurement may expect.</summary>
public sealed record ApiTraits
{
    /// <summary>The forms in which it takes a prompt.</summary>
    public required PromptKinds Prompts { get; init; }

    /// <summary>How its answers lie in the response body.</summary>
    public ReplyFraming Framing { get; init; } = ReplyFraming.Events;

    /// <summary>
    /// What a stream's last event is called, which says that it is the last (<see cref="StreamEvent.IsDone"/>). Null where there is none:
    /// then the body's proper end is all there is.
    /// </summary>
    public string? EndMarker { get; init; } = "[DONE]";

    /// <summary>An answer always says why it ended (<see cref="StreamEvent.Finish"/>).</summary>
    public bool StatesFinish { get; init; } = true;

    /// <summary>Takes <see cref="GenerationOptions.IgnoreEos"/>; without it answers may end before the token limit.</summary>
    public bool CanIgnoreEos { get; init; } = true;

    /// <summary>Takes <see cref="GenerationOptions.ContinuousUsage"/>.</summary>
    public bool CanSendContinuousUsage { get; init; }

    /// <summary>Answers are generated. Not so for embeddings and ranks, of which only the time and the prompt's tokens are known.</summary>
    public bool Generates { get; init; } = true;
}

/// <summary>Forms of a prompt.</summary>
[Flags]
public enum PromptKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="GenerationRequest.Text"/>.</summary>
    Text = 1,

    /// <summary><see cref="GenerationRequest.TokenIds"/>.</summary>
    TokenIds = 2,

    /// <summary><see cref="GenerationRequest.Messages"/>.</summary>
    Messages = 4,

    /// <summary><see cref="GenerationRequest.MessagesJson"/>: OpenAI's message objects.</summary>
    MessagesJson = 8,
}

/// <summary>How answers lie in the response body.</summary>
public enum ReplyFraming
{
    /// <summary>Server-sent events where a stream is asked for, else one JSON body.</summary>
    Events = 0,

    /// <summary>One JSON object a line (<c>application/x-ndjson</c>) where a stream is asked for, else one JSON body.</summary>
    Lines,

    /// <summary>Always one JSON body: there is nothing to stream.</summary>
    Whole,
}
