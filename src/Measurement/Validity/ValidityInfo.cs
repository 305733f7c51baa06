namespace LoadGen.Measurement.Validity;

/// <summary>Whether a measurement is the target's and not the client's own.</summary>
/// <param name="Valid">No bound was passed.</param>
/// <param name="Reasons">One line for each bound that was passed: the figure, the bound, and what to do.</param>
/// <param name="Bounds">The bounds in force.</param>
public sealed record ValidityInfo(bool Valid, IReadOnlyList<string> Reasons, ValidityBounds Bounds);
