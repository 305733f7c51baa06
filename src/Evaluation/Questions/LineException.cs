namespace LoadGen.Evaluation.Questions;

/// <summary>A line holds no question. The message says what was found, and what is accepted.</summary>
internal sealed class LineException(string message) : Exception(message);
