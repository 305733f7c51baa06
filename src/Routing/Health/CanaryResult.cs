namespace LoadGen.Routing.Health;

/// <summary>How a canary generation ended.</summary>
/// <param name="Succeeded">A pair has completed it.</param>
/// <param name="Detail">What was wrong, in one line without bodies; null where it succeeded.</param>
public readonly record struct CanaryResult(bool Succeeded, string? Detail = null);
