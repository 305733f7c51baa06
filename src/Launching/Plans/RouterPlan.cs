namespace LoadGen.Launching.Plans;

/// <summary>The router in front of a pair's pools: <c>loadgen route</c> itself, on the plan's first node.</summary>
/// <param name="Protocol">The hand-off, as <c>loadgen route --protocol</c> names it.</param>
/// <param name="Port">Where it takes requests.</param>
/// <param name="Origin">As for <see cref="PlanText"/>.</param>
public sealed record RouterPlan(string Protocol, int Port, string Origin);
