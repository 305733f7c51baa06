using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>Anthropic's Messages, as Anthropic, vLLM and SGLang serve them: typed events, usage split over the first and the last.</summary>
public sealed class AnthropicMessagesApi : IInferenceApi
{
    // The one stable version of the API.
    private static readonly KeyValuePair<string, string>[] Version = [new("anthropic-version", "2023-06-01")];

    /// <inheritdoc/>
    public string Name => "anthropic";

    /// <inheritdoc/>
    public string Path => "/v1/messages";

    /// <inheritdoc/>
    public ApiTraits Traits { get; } = new()
    {
        Prompts = PromptKinds.Text | PromptKinds.Messages | PromptKinds.MessagesJson,
        EndMarker = "message_stop",
        CanIgnoreEos = false,
    };

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => Version;

    /// <inheritdoc/>
    public KeyValuePair<string, string> Authenticate(string key) => new("x-api-key", key);

    /// <inheritdoc/>
    public void WriteBody(IBufferWriter<byte> output, in GenerationRequest request)
    {
        GenerationBody.Check(request, this);
        var body = new RequestBody(output, request.Options.ExtraBody);
        GenerationBody.WriteModel(ref body, request.Options);
        if (body.Begin("max_tokens"u8))
        {
            body.Json.Number(request.MaxTokens);
        }

        WriteSystem(ref body, request.Messages);
        if (body.Begin("messages"u8))
        {
            // Tool results are blocks bound to a call's id there: a plain message is all that a role and a text can say.
            MessageList.Write(ref body.Json, request, toolRole: "user"u8, withSystem: false);
        }

        GenerationBody.WriteTemperatureAndStream(ref body, request.Options);
        body.End();
    }

    /// <inheritdoc/>
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result) =>
        AnthropicReader.ReadEvent(type, data, ref state, ref result);

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result) =>
        AnthropicReader.ReadResponse(body, ref state, ref result);

    // The instructions stand beside the conversation, as blocks of text.
    private static void WriteSystem(ref RequestBody body, ReadOnlySpan<ChatMessage> messages)
    {
        bool any = false;
        foreach (ChatMessage message in messages)
        {
            if (message.Role != ChatRole.System || (!any && !body.Begin("system"u8)))
            {
                continue;
            }

            body.Json.Raw(any ? ",{\"type\":\"text\",\"text\":"u8 : "[{\"type\":\"text\",\"text\":"u8);
            body.Json.String(message.Text.Span);
            body.Json.Raw("}"u8);
            any = true;
        }

        body.Json.Raw(any ? "]"u8 : default);
    }
}
