using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>
/// TensorRT-LLM behind Triton's generate extension, with the inputs of its newer <c>tensorrt_llm</c> model, which is made of the LLM API:
/// each event has all of the text so far.
/// </summary>
public sealed class TrtllmLlmApi() : TritonApi(TextMode.SoFar)
{
    /// <inheritdoc/>
    public override string Name => "trtllm-llmapi";

    private protected override void WriteParameters(ref RequestBody body, in GenerationRequest request)
    {
        GenerationOptions options = request.Options;
        if (body.Begin("sampling_param_max_tokens"u8))
        {
            body.Json.Number(request.MaxTokens);
        }

        if (options.Temperature is { } temperature && body.Begin("sampling_param_temperature"u8))
        {
            body.Json.Number(temperature);
        }

        if (options.IgnoreEos && body.Begin("sampling_param_ignore_eos"u8))
        {
            body.Json.Boolean(true);
        }

        if (body.Begin("sampling_param_exclude_input_from_output"u8))
        {
            body.Json.Boolean(true);
        }

        if (body.Begin("streaming"u8))
        {
            body.Json.Boolean(options.Stream);
        }
    }
}
