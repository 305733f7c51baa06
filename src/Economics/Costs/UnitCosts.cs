namespace LoadGen.Economics.Costs;

/// <summary>
/// What tokens cost in money and in power, from a throughput per GPU, a price per GPU-hour and the kW provisioned per GPU. InferenceX's
/// formulas: figures are comparable with its dashboard's where the throughput counts the same tokens (all, input or output) over the same GPUs.
/// </summary>
public static class UnitCosts
{
    private const double SecondsPerHour = 3_600;
    private const double WattsPerKw = 1_000;
    private const double KwPerMw = 1_000;
    private const double Million = 1e6;

    /// <summary>US dollars per million tokens: <c>usd_per_gpu_hour ÷ (tokens_per_s_per_gpu × 3600 ÷ 10⁶)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not a finite number above 0.</exception>
    public static double UsdPerMillionTokens(double usdPerGpuHour, double tokensPerSPerGpu) =>
        Above0(usdPerGpuHour, nameof(usdPerGpuHour)) / (Above0(tokensPerSPerGpu, nameof(tokensPerSPerGpu)) * SecondsPerHour / Million);

    /// <summary>Tokens per US dollar: <c>3600 × tokens_per_s_per_gpu ÷ usd_per_gpu_hour</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not a finite number above 0.</exception>
    public static double TokensPerUsd(double usdPerGpuHour, double tokensPerSPerGpu) =>
        SecondsPerHour * Above0(tokensPerSPerGpu, nameof(tokensPerSPerGpu)) / Above0(usdPerGpuHour, nameof(usdPerGpuHour));

    /// <summary>Tokens per second and provisioned MW: <c>tokens_per_s_per_gpu × 1000 ÷ provisioned_kw</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not a finite number above 0.</exception>
    public static double TokensPerSPerMw(double provisionedKw, double tokensPerSPerGpu) =>
        Above0(tokensPerSPerGpu, nameof(tokensPerSPerGpu)) * KwPerMw / Above0(provisionedKw, nameof(provisionedKw));

    /// <summary>
    /// Provisioned joules per token: <c>provisioned_kw × 1000 ÷ tokens_per_s_per_gpu</c>. What the data centre keeps ready, not what was drawn:
    /// that is measured.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not a finite number above 0.</exception>
    public static double ProvisionedJoulesPerToken(double provisionedKw, double tokensPerSPerGpu) =>
        Above0(provisionedKw, nameof(provisionedKw)) * WattsPerKw / Above0(tokensPerSPerGpu, nameof(tokensPerSPerGpu));

    // A throughput of 0 has no cost per token, not an infinite one: whoever asks has a failed run in hand.
    private static double Above0(double value, string name) =>
        double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, "accepted: a finite number above 0");
}
