namespace LoadGen.Simulation.Requests;

/// <summary>The generation APIs served.</summary>
internal enum ApiKind
{
    /// <summary><c>/v1/completions</c>.</summary>
    Completions,

    /// <summary><c>/v1/chat/completions</c>.</summary>
    Chat,

    /// <summary>SGLang's <c>/generate</c>.</summary>
    Generate,

    /// <summary>OpenAI's <c>/v1/responses</c>.</summary>
    Responses,

    /// <summary>Anthropic's <c>/v1/messages</c>.</summary>
    Messages,

    /// <summary>Text Generation Inference's <c>/generate_stream</c>.</summary>
    Tgi,

    /// <summary>The generate extension of Triton and KServe, <c>/v2/models/NAME/generate</c> and <c>…/generate_stream</c>.</summary>
    Triton,

    /// <summary>vLLM's tokens in, tokens out: <c>/inference/v1/generate</c>.</summary>
    Tokens,
}
