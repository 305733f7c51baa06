using LoadGen.Evaluation.Questions;

namespace LoadGen.Evaluation.Prompts;

/// <summary>One request of an evaluation: a question, asked for the first time or again.</summary>
/// <param name="Index">Its place in the run, from 0.</param>
/// <param name="Question">The question.</param>
/// <param name="Repeat">How often it was asked before.</param>
/// <param name="Choices">Its choices in the order in which they are shown; empty where the answer is free.</param>
/// <param name="Expected">The right answer; where there are choices, its letter.</param>
public sealed record Trial(int Index, Question Question, int Repeat, IReadOnlyList<string> Choices, string Expected);
