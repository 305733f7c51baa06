namespace LoadGen.Evaluation.Results;

/// <summary>An evaluation's document cannot be used. The message says which and why.</summary>
public sealed class EvaluationResultException(string message) : Exception(message);
