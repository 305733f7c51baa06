using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>The generate extension with the parameters of Triton's vLLM backend.</summary>
public sealed class TritonGenerateApi() : TritonApi(TextMode.Added)
{
    /// <inheritdoc/>
    public override string Name => "triton";

    private protected override void WriteParameters(ref RequestBody body, in GenerationRequest request)
    {
        if (!body.BeginSettings("parameters"u8))
        {
            return;
        }

        if (body.Begin("max_tokens"u8))
        {
            body.Json.Number(request.MaxTokens);
        }

        GenerationBody.WriteTemperatureAndStream(ref body, request.Options);
        GenerationBody.WriteIgnoreEos(ref body, request.Options);
        body.EndSettings();
    }
}
