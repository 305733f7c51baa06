namespace LoadGen.Evaluation.Questions;

/// <summary>A data set cannot be used. Its message has one line for each problem.</summary>
public sealed class QuestionFileException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="problems">What is wrong, at least one thing, each with its file.</param>
    public QuestionFileException(IReadOnlyList<string> problems)
        : base(string.Join('\n', problems ?? throw new ArgumentNullException(nameof(problems)))) =>
        Problems = problems;

    /// <summary>What is wrong, in the order of the file.</summary>
    public IReadOnlyList<string> Problems { get; }
}
