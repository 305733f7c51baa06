using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>SGLang's own API: takes token ids, and states the counts in every event.</summary>
public sealed class SglangGenerateApi : IInferenceApi
{
    /// <inheritdoc/>
    public string Name => "sglang";

    /// <inheritdoc/>
    public string Path => "/generate";

    /// <inheritdoc/>
    public ApiTraits Traits { get; } = new() { Prompts = PromptKinds.Text | PromptKinds.TokenIds };

    /// <inheritdoc/>
    public void WriteBody(IBufferWriter<byte> output, in GenerationRequest request)
    {
        GenerationBody.Check(request, this);
        GenerationOptions options = request.Options;

        // No model: a server of this API has one.
        var body = new RequestBody(output, options.ExtraBody);
        if (body.Begin(request.TokenIds.IsEmpty ? "text"u8 : "input_ids"u8))
        {
            GenerationBody.WritePrompt(ref body, request);
        }

        if (body.BeginSettings("sampling_params"u8))
        {
            if (body.Begin("max_new_tokens"u8))
            {
                body.Json.Number(request.MaxTokens);
            }

            GenerationBody.WriteTemperature(ref body, options);
            GenerationBody.WriteIgnoreEos(ref body, options);
            body.EndSettings();
        }

        GenerationBody.WriteStream(ref body, options);
        body.End();
    }

    /// <inheritdoc/>
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result) =>
        SglangReader.ReadEvent(type, data, ref state, ref result);

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result) =>
        SglangReader.ReadResponse(body, ref state, ref result);
}
