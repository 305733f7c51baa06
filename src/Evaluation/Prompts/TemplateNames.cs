using LoadGen.Evaluation.Questions;

namespace LoadGen.Evaluation.Prompts;

/// <summary>Which placeholders there are.</summary>
internal static class TemplateNames
{
    private static readonly string[] s_question = ["question", "subject", "level", "id"];
    private static readonly string[] s_answer = ["answer", "solution"];

    /// <summary>In a question's text. The answer is not among them: who asks with it measures nothing.</summary>
    public static IReadOnlyList<string> Question(DatasetShape shape) => shape == DatasetShape.Choices ? [.. s_question, "choices"] : s_question;

    /// <summary>In an example's answer.</summary>
    public static IReadOnlyList<string> Example(DatasetShape shape) => [.. Question(shape), .. s_answer];

    /// <summary>In a choice.</summary>
    public static IReadOnlyList<string> Choice { get; } = ["letter", "text"];
}
