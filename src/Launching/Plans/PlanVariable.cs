namespace LoadGen.Launching.Plans;

/// <summary>An environment variable of a worker.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null: handed on from the launcher's own environment, by name and never by value (tokens).</param>
/// <param name="Origin">As for <see cref="PlanText"/>.</param>
public sealed record PlanVariable(string Name, string? Value, string Origin);
