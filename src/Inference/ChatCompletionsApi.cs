using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference;

/// <summary>OpenAI's chat completions: the prompt is the text of one user message, which the server wraps in the model's chat template.</summary>
public sealed class ChatCompletionsApi : IInferenceApi
{
    /// <inheritdoc/>
    public string Name => "chat";

    /// <inheritdoc/>
    public string Path => "/v1/chat/completions";

    /// <inheritdoc/>
    public bool AcceptsTokenIds => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Token ids given, a temperature that is no number, or an extra body that is no object.</exception>
    public void WriteBody(IBufferWriter<byte> output, in GenerationRequest request)
    {
        GenerationBody.Check(request);
        if (!request.TokenIds.IsEmpty)
        {
            throw new ArgumentException("Chat takes text, not token ids.", nameof(request));
        }

        var body = new RequestBody(output, request.Options.ExtraBody);
        GenerationBody.WriteModel(ref body, request.Options);
        if (body.Begin("messages"u8))
        {
            body.Json.Raw("[{\"role\":\"user\",\"content\":"u8);
            body.Json.String(request.Text);
            body.Json.Raw("}]"u8);
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
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamEvent result) =>
        EventReader.ReadEvent(type, data, ref result);

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamEvent result) => EventReader.ReadResponse(body, ref result);

    /// <inheritdoc/>
    public InferenceError ReadError(int status, ReadOnlySpan<byte> body) => ErrorReader.Read(status, body);
}
