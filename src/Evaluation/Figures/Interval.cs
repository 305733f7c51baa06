namespace LoadGen.Evaluation.Figures;

/// <summary>A confidence interval of a share.</summary>
/// <param name="Low">Its lower end, 0–1.</param>
/// <param name="High">Its upper end, 0–1.</param>
public readonly record struct Interval(double Low, double High);
