namespace LoadGen.Economics.Figures;

/// <summary>What the GPUs drew, as measured (<c>docs/telemetry.md</c>); null where it was not.</summary>
/// <param name="JoulesPerTotalToken">J per token of either kind.</param>
/// <param name="JoulesPerOutputToken">J per output token.</param>
/// <param name="JoulesPerInputToken">J per input token.</param>
public sealed record MeasuredEnergy(double? JoulesPerTotalToken, double? JoulesPerOutputToken, double? JoulesPerInputToken);
