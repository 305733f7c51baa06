namespace LoadGen.Simulation.Roofline;

/// <summary>What one step of an engine has to do.</summary>
/// <param name="Requests">Requests that decode.</param>
/// <param name="Context">Tokens before each of them, on average.</param>
/// <param name="PromptTokens">Prompt tokens.</param>
/// <param name="PromptPairs">Sum over the prompt tokens of the tokens before each.</param>
/// <param name="Prompts">Prompts that they are of.</param>
internal readonly record struct StepLoad(double Requests, double Context, double PromptTokens = 0, double PromptPairs = 0, double Prompts = 0)
{
    /// <summary>Decoding alone.</summary>
    public static StepLoad Decode(double requests, double context) => new(requests, context);

    /// <summary>Prompts alone, each from its beginning.</summary>
    public static StepLoad Prefill(double prompts, double tokensEach) => new(0, 0, prompts * tokensEach, prompts * tokensEach * tokensEach / 2, prompts);
}
