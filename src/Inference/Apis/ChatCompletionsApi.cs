using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>OpenAI's chat completions: a conversation, which the server puts into the model's chat template.</summary>
public sealed class ChatCompletionsApi : IInferenceApi
{
    /// <inheritdoc/>
    public string Name => "chat";

    /// <inheritdoc/>
    public string Path => "/v1/chat/completions";

    /// <inheritdoc/>
    public ApiTraits Traits { get; } = new()
    {
        Prompts = PromptKinds.Text | PromptKinds.Messages | PromptKinds.MessagesJson,
        CanSendContinuousUsage = true,
    };

    /// <inheritdoc/>
    public void WriteBody(IBufferWriter<byte> output, in GenerationRequest request)
    {
        GenerationBody.Check(request, this);
        var body = new RequestBody(output, request.Options.ExtraBody);
        GenerationBody.WriteModel(ref body, request.Options);
        if (body.Begin("messages"u8))
        {
            MessageList.Write(ref body.Json, request, toolRole: "tool"u8);
        }

        // Both names mean one limit, and OpenAI refuses a body with both: an extra max_tokens (for a server that knows only the
        // older name) takes this one's place.
        if (!body.IsExtra("max_tokens"u8) && body.Begin("max_completion_tokens"u8))
        {
            body.Json.Number(request.MaxTokens);
        }

        GenerationBody.WriteSettings(ref body, request.Options);
        body.End();
    }

    /// <inheritdoc/>
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result) =>
        EventReader.ReadEvent(type, data, ref state, ref result);

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result) =>
        EventReader.ReadResponse(body, ref state, ref result);
}
