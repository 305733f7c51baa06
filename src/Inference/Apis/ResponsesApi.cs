using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>
/// OpenAI's Responses, as OpenAI, vLLM and SGLang serve them: typed events, usage on the last. The server is asked not to store the
/// answer.
/// </summary>
public sealed class ResponsesApi : IInferenceApi
{
    /// <inheritdoc/>
    public string Name => "responses";

    /// <inheritdoc/>
    public string Path => "/v1/responses";

    /// <inheritdoc/>
    public ApiTraits Traits { get; } = new()
    {
        Prompts = PromptKinds.Text | PromptKinds.Messages | PromptKinds.MessagesJson,
        EndMarker = "response.completed",
    };

    /// <inheritdoc/>
    public void WriteBody(IBufferWriter<byte> output, in GenerationRequest request)
    {
        GenerationBody.Check(request, this);
        var body = new RequestBody(output, request.Options.ExtraBody);
        GenerationBody.WriteModel(ref body, request.Options);
        if (body.Begin("input"u8))
        {
            // Tool results are items of their own there, bound to a call's id: a plain message is all that a role and a text can say.
            MessageList.Write(ref body.Json, request, toolRole: "user"u8);
        }

        if (body.Begin("max_output_tokens"u8))
        {
            body.Json.Number(request.MaxTokens);
        }

        if (body.Begin("store"u8))
        {
            body.Json.Boolean(false);
        }

        GenerationBody.WriteTemperatureAndStream(ref body, request.Options);
        GenerationBody.WriteIgnoreEos(ref body, request.Options);
        body.End();
    }

    /// <inheritdoc/>
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result) =>
        ResponsesReader.ReadEvent(type, data, ref state, ref result);

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result) =>
        ResponsesReader.ReadResponse(body, ref state, ref result);
}
