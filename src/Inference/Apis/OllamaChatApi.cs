using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>Ollama's own chat: a JSON object a line, the last with the counts.</summary>
public sealed class OllamaChatApi : IInferenceApi
{
    /// <inheritdoc/>
    public string Name => "ollama";

    /// <inheritdoc/>
    public string Path => "/api/chat";

    /// <inheritdoc/>
    public ApiTraits Traits { get; } = new()
    {
        Prompts = PromptKinds.Text | PromptKinds.Messages | PromptKinds.MessagesJson,
        Framing = ReplyFraming.Lines,
        EndMarker = "done",
        CanIgnoreEos = false,
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

        if (body.BeginSettings("options"u8))
        {
            if (body.Begin("num_predict"u8))
            {
                body.Json.Number(request.MaxTokens);
            }

            GenerationBody.WriteTemperature(ref body, request.Options);
            body.EndSettings();
        }

        GenerationBody.WriteStream(ref body, request.Options);
        body.End();
    }

    /// <inheritdoc/>
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result) =>
        OllamaReader.Read(data, ref state, ref result);

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result)
    {
        OllamaReader.Read(body, ref state, ref result);
        EventErrors.Require(result.HasChoices, "a response with a message", ref result);
    }
}
