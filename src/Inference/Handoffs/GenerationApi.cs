namespace LoadGen.Inference.Handoffs;

/// <summary>The request shapes that can be split into a prefill and a decode leg.</summary>
public enum GenerationApi
{
    /// <summary><c>POST /v1/chat/completions</c> (OpenAI).</summary>
    Chat,

    /// <summary><c>POST /v1/completions</c> (OpenAI).</summary>
    Completions,

    /// <summary><c>POST /generate</c> (SGLang's own).</summary>
    Generate,
}
