using System.Buffers;
using LoadGen.Inference.Reading;
using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>
/// vLLM's token-in, token-out API: ids go in and ids come back, so that neither a tokenizer nor a template stands between. Its replies are
/// completions whose choices have <c>token_ids</c> in place of text.
/// </summary>
public sealed class VllmTokensApi : IInferenceApi
{
    /// <inheritdoc/>
    public string Name => "vllm-tokens";

    /// <inheritdoc/>
    public string Path => "/inference/v1/generate";

    /// <inheritdoc/>
    public ApiTraits Traits { get; } = new() { Prompts = PromptKinds.TokenIds, CanSendContinuousUsage = true };

    /// <inheritdoc/>
    public void WriteBody(IBufferWriter<byte> output, in GenerationRequest request)
    {
        GenerationBody.Check(request, this);
        GenerationOptions options = request.Options;
        var body = new RequestBody(output, options.ExtraBody);
        GenerationBody.WriteModel(ref body, options);
        if (body.Begin("token_ids"u8))
        {
            body.Json.Numbers(request.TokenIds);
        }

        if (body.BeginSettings("sampling_params"u8))
        {
            if (body.Begin("max_tokens"u8))
            {
                body.Json.Number(request.MaxTokens);
            }

            GenerationBody.WriteTemperature(ref body, options);
            GenerationBody.WriteIgnoreEos(ref body, options);
            body.EndSettings();
        }

        GenerationBody.WriteStream(ref body, options);
        GenerationBody.WriteStreamOptions(ref body, options);
        body.End();
    }

    /// <inheritdoc/>
    public void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result)
    {
        EventReader.ReadEvent(type, data, ref state, ref result);
        CountIdsAsOutput(ref result);
    }

    /// <inheritdoc/>
    public void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result)
    {
        EventReader.ReadResponse(body, ref state, ref result);
        CountIdsAsOutput(ref result);
    }

    // Ids are this API's visible output; they have no bytes of text.
    private static void CountIdsAsOutput(ref StreamEvent result) => result.Output |= result.Tokens > 0 ? OutputKinds.Content : OutputKinds.None;
}
