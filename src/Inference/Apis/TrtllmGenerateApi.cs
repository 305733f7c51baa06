using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>TensorRT-LLM behind Triton's generate extension, with the inputs of its <c>ensemble</c> and <c>tensorrt_llm_bls</c> models.</summary>
public sealed class TrtllmGenerateApi() : TritonApi(TextMode.Added)
{
    /// <inheritdoc/>
    public override string Name => "trtllm";

    private protected override void WriteParameters(ref RequestBody body, in GenerationRequest request)
    {
        if (body.Begin("max_tokens"u8))
        {
            body.Json.Number(request.MaxTokens);
        }

        // These models have no ignore_eos; a least length of as many tokens does the same.
        if (request.Options.IgnoreEos && body.Begin("min_length"u8))
        {
            body.Json.Number(request.MaxTokens);
        }

        GenerationBody.WriteTemperatureAndStream(ref body, request.Options);
    }
}
