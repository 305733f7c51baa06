using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>
/// OpenAI's legacy completions as vLLM, SGLang and TensorRT-LLM serve them. They take token ids, and so their input length is exact.
/// </summary>
public sealed class CompletionsApi : IInferenceApi
{
    /// <inheritdoc/>
    public string Name => "completions";

    /// <inheritdoc/>
    public string Path => "/v1/completions";

    /// <inheritdoc/>
    public ApiTraits Traits { get; } = new() { Prompts = PromptKinds.Text | PromptKinds.TokenIds, CanSendContinuousUsage = true };

    /// <inheritdoc/>
    public void WriteBody(IBufferWriter<byte> output, in GenerationRequest request)
    {
        GenerationBody.Check(request, this);
        var body = new RequestBody(output, request.Options.ExtraBody);
        GenerationBody.WriteModel(ref body, request.Options);
        if (body.Begin("prompt"u8))
        {
            GenerationBody.WritePrompt(ref body, request);
        }

        if (body.Begin("max_tokens"u8))
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
