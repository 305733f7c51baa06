namespace LoadGen.Simulation.Roofline;

/// <summary>A closed loop: so many requests under way at any time.</summary>
/// <param name="Concurrency">How many.</param>
/// <param name="InputTokens">Mean length of prompts.</param>
/// <param name="OutputTokens">Mean length of answers.</param>
public readonly record struct Traffic(double Concurrency, double InputTokens, double OutputTokens);

/// <summary>What the roofline says of a deployment under traffic.</summary>
/// <param name="OutputTokensPerSPerGpu">Output tokens per second and GPU; of a pair, per decode GPU, as InferenceX counts.</param>
/// <param name="TtftS">Mean time to first token in s.</param>
/// <param name="TpotS">Mean time per output token in s.</param>
/// <param name="Running">Requests that decode at once, in each engine.</param>
public readonly record struct Prediction(double OutputTokensPerSPerGpu, double TtftS, double TpotS, double Running)
{
    /// <summary>Tokens per second and user.</summary>
    public double Interactivity => 1 / TpotS;
}

/// <summary>Engines of a prefill/decode pair.</summary>
/// <param name="Prefill">Each prefill engine.</param>
/// <param name="PrefillEngines">How many.</param>
/// <param name="Decode">Each decode engine.</param>
/// <param name="DecodeEngines">How many.</param>
public sealed record PairDeployment(Deployment Prefill, int PrefillEngines, Deployment Decode, int DecodeEngines);
