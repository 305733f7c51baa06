using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs;

/// <summary>
/// A client's request body: its bytes, where its top-level members stand, and the few values that routing needs. One pass, no copy, no
/// object model. Numbers are never turned into doubles.
/// </summary>
public sealed class HandoffRequest
{
    /// <summary>Most choices of one prompt: vLLM's own limit. Some protocols write an id for each.</summary>
    public const int ChoicesMax = 16384;

    private HandoffRequest(JsonMembers members, GenerationApi api)
    {
        Members = members;
        Api = api;
        Stream = ReadFlag(members, HandoffFields.Stream);
        ReturnLogprob = ReadLogprob(members.Find(HandoffFields.ReturnLogprob));
        ReadOnlyMemory<byte> choices = members.Find(HandoffFields.N);
        if (api == GenerationApi.Generate)
        {
            choices = ReadSampling(members.Find(HandoffFields.SamplingParams));
        }
        else
        {
            ReadOnlyMemory<byte> newest = api == GenerationApi.Chat ? members.Find(HandoffFields.MaxCompletionTokens) : default;
            MaxTokens = ReadLimit(newest.Span) ?? ReadLimit(members.Find(HandoffFields.MaxTokens).Span);
        }

        Choices = ReadChoices(choices.Span);
        (Prompt, PromptShape shape) = ReadPrompt(members, api);
        (IsBatch, PromptCount, PromptTokensEstimate) = (shape.IsBatch, shape.Count, shape.Tokens);
    }

    /// <summary>The whole body as the client sent it.</summary>
    public ReadOnlyMemory<byte> Bytes => Members.Text;

    /// <summary>Which API it is for.</summary>
    public GenerationApi Api { get; }

    /// <summary>The client wants server-sent events.</summary>
    public bool Stream { get; }

    /// <summary>Answers wanted for each prompt: <c>n</c>, at <c>/generate</c> that of <c>sampling_params</c>.</summary>
    public int Choices { get; }

    /// <summary>Prompts in the body; 1 unless <see cref="IsBatch"/>.</summary>
    public int PromptCount { get; }

    /// <summary>The prompt is an array of prompts, if only of one: engines then want arrays in other members too.</summary>
    public bool IsBatch { get; }

    /// <summary>The value of <c>messages</c>, <c>prompt</c>, <c>text</c> or <c>input_ids</c> as written; empty without one.</summary>
    public ReadOnlyMemory<byte> Prompt { get; }

    /// <summary>Ids counted, or a quarter of the text's bytes; at least 1. Over all prompts.</summary>
    public int PromptTokensEstimate { get; }

    /// <summary>The limit on new tokens, if the client set one.</summary>
    public int? MaxTokens { get; private set; }

    /// <summary>SGLang: log-probabilities are wanted, which the two legs know a part of each.</summary>
    public bool ReturnLogprob { get; }

    /// <summary>The client's <c>user</c>, or the id of its <c>session_params</c>: what keeps a conversation on one engine.</summary>
    public string? User => JsonValue.Text(Members.Find(HandoffFields.User).Span) ?? ReadSession(Members.Find(HandoffFields.SessionParams));

    /// <summary>The model asked for, if the body names one.</summary>
    public string? Model => JsonValue.Text(Members.Find(HandoffFields.Model).Span);

    /// <summary>The body's members.</summary>
    internal JsonMembers Members { get; }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The whole body; it must stay as it is for as long as the request and its legs are used.</param>
    /// <param name="api">Which API it is for.</param>
    /// <exception cref="HandoffException">400: it is not one JSON object, a key stands twice, or a value that routing needs has the wrong type.</exception>
    public static HandoffRequest Read(ReadOnlyMemory<byte> body, GenerationApi api) =>
        JsonMembers.TryRead(body, out JsonMembers? members, out string? fault)
            ? new HandoffRequest(members, api)
            : throw new HandoffException(400, $"request body: {fault}");

    /// <summary>
    /// The body for an engine that does the whole request: without what only a router may say. A client that could name the host which
    /// an engine fetches a cache from would reach other clients' prompts.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> WithoutHandoff() => new BodyEdit(Members)
        .Remove(HandoffFields.KvTransferParams)
        .Remove(HandoffFields.DisaggregatedParams)
        .Remove(HandoffFields.BootstrapHost)
        .Remove(HandoffFields.BootstrapPort)
        .Remove(HandoffFields.BootstrapRoom)
        .Remove(HandoffFields.DisaggPrefillDpRank)
        .Build();

    private static (ReadOnlyMemory<byte> Prompt, PromptShape Shape) ReadPrompt(JsonMembers members, GenerationApi api)
    {
        if (api == GenerationApi.Chat)
        {
            ReadOnlyMemory<byte> messages = members.Find(HandoffFields.Messages);
            return JsonValue.IsAbsent(messages.Span) ? (default, PromptShape.None) : (messages, PromptShape.OfText(messages.Span));
        }

        ReadOnlyMemory<byte> prompt = members.Find(api == GenerationApi.Generate ? HandoffFields.Text : HandoffFields.Prompt);
        if (api == GenerationApi.Generate && JsonValue.IsAbsent(prompt.Span))
        {
            prompt = members.Find(HandoffFields.InputIds);
        }

        return JsonValue.IsAbsent(prompt.Span) ? (default, PromptShape.None) : (prompt, PromptShape.Of(prompt.Span));
    }

    private static bool ReadFlag(JsonMembers members, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> value = members.Find(name).Span;
        return JsonValue.IsTrue(value)
            || (JsonValue.IsFalse(value) || JsonValue.IsAbsent(value) ? false : throw new HandoffException(400, "request body: stream must be true or false"));
    }

    private static int ReadChoices(ReadOnlySpan<byte> value)
    {
        if (JsonValue.IsAbsent(value))
        {
            return 1;
        }

        return JsonValue.TryInteger(value, out long choices) && choices is >= 1 and <= ChoicesMax
            ? (int)choices
            : throw new HandoffException(400, $"request body: n must be a whole number from 1 to {ChoicesMax}");
    }

    // What is not a whole number is the engine's to refuse; the router only does without it.
    private static int? ReadLimit(ReadOnlySpan<byte> value) =>
        JsonValue.TryInteger(value, out long limit) && limit >= 0 ? (int)Math.Min(limit, int.MaxValue) : null;

    // A batch may ask for log-probabilities prompt by prompt.
    private static bool ReadLogprob(ReadOnlyMemory<byte> value) =>
        JsonValue.IsTrue(value.Span)
        || (JsonValue.IsArray(value.Span) && JsonValue.Elements(value).Exists(element => JsonValue.IsTrue(element.Span)));

    private static string? ReadSession(ReadOnlyMemory<byte> value) =>
        JsonValue.IsObject(value.Span) && JsonMembers.TryRead(value, out JsonMembers? session, out _)
            ? JsonValue.Text(session.Find("id"u8).Span)
            : null;

    // One object, or one for each prompt of a batch: SGLang wants the same n in all of them.
    private ReadOnlyMemory<byte> ReadSampling(ReadOnlyMemory<byte> value)
    {
        if (JsonValue.IsArray(value.Span))
        {
            List<ReadOnlyMemory<byte>> each = JsonValue.Elements(value);
            value = each.Count > 0 ? each[0] : default;
        }

        if (!JsonValue.IsObject(value.Span) || !JsonMembers.TryRead(value, out JsonMembers? sampling, out _))
        {
            return default;
        }

        MaxTokens = ReadLimit(sampling.Find(HandoffFields.MaxNewTokens).Span);
        return sampling.Find(HandoffFields.N);
    }
}
