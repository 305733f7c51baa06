using System.Globalization;

namespace LoadGen.Evaluation.Questions;

/// <summary>Reads a line's fields as its shape has them. Id and hash are the reader's to give; an empty id stands for none.</summary>
internal static class QuestionShapes
{
    /// <summary>What stands before the answer in gsm8k's solutions.</summary>
    public const string AnswerMark = "####";

    // A to Z: more cannot be named by a letter.
    private const int IncorrectMax = 25;

    public static Question Read(DatasetShape shape, LineFields line) => shape switch
    {
        DatasetShape.Gsm8k => Gsm8k(line),
        DatasetShape.Math => Math(line),
        DatasetShape.Choices => line.Has("Correct Answer") || line.Has("Question") ? Gpqa(line) : Choices(line),
        DatasetShape.Pairs => Pairs(line),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "a shape that nobody reads"),
    };

    private static Question Gsm8k(LineFields line)
    {
        string solution = line.Text("answer");
        int mark = solution.LastIndexOf(AnswerMark, StringComparison.Ordinal);
        string expected = mark < 0 ? "" : solution[(mark + AnswerMark.Length)..].Trim();
        return expected.Length == 0
            ? throw new LineException("the field 'answer' does not end in '#### ' and the answer")
            : New(line.Text("question"), expected, line.OptionalTextOrNumber("id")) with { Solution = solution };
    }

    private static Question Math(LineFields line) => New(line.Text("problem"), line.TextOrNumber("answer"), line.OptionalTextOrNumber("unique_id")) with
    {
        Solution = line.OptionalText("solution"),
        Subject = line.OptionalText("subject"),
        Level = line.OptionalTextOrNumber("level"),
    };

    private static Question Gpqa(LineFields line) => Distinct(New(line.Text("Question"), line.TextOrNumber("Correct Answer"), line.OptionalText("Record ID")) with
    {
        Incorrect = [.. Enumerable.Range(1, 3).Select(i => line.TextOrNumber(string.Create(CultureInfo.InvariantCulture, $"Incorrect Answer {i}")))],
        Solution = line.OptionalText("Explanation"),
        Subject = line.OptionalText("Subdomain") ?? line.OptionalText("High-level domain"),
    });

    private static Question Choices(LineFields line) => Distinct(New(line.Text("question"), line.TextOrNumber("correct"), line.OptionalTextOrNumber("id")) with
    {
        Incorrect = line.Texts("incorrect"),
        Solution = line.OptionalText("solution"),
        Subject = line.OptionalText("subject"),
        Level = line.OptionalTextOrNumber("level"),
    });

    private static Question Pairs(LineFields line) => New(line.Text("prompt"), line.TextOrNumber("answer"), line.OptionalTextOrNumber("id")) with
    {
        Solution = line.OptionalText("solution"),
        Subject = line.OptionalText("subject"),
        Level = line.OptionalTextOrNumber("level"),
    };

    private static Question Distinct(Question question)
    {
        if (question.Incorrect.Count > IncorrectMax)
        {
            throw new LineException($"{question.Incorrect.Count} incorrect answers; accepted: at most {IncorrectMax}, which letters can name");
        }

        return question.Incorrect.Contains(question.Expected, StringComparer.Ordinal)
            ? throw new LineException("one of the incorrect answers is the correct one, word for word")
            : question;
    }

    private static Question New(string text, string expected, string? id) => new() { Id = id ?? "", Hash = "", Line = 0, Text = text, Expected = expected };
}
