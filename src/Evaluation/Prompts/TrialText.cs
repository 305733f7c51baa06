using LoadGen.Evaluation.Answers;
using LoadGen.Evaluation.Settings;

namespace LoadGen.Evaluation.Prompts;

/// <summary>Fills an evaluation's templates with a trial.</summary>
internal sealed class TrialText
{
    private readonly PromptTemplate _question;
    private readonly PromptTemplate _choice;
    private readonly PromptTemplate _answer;

    public TrialText(EvaluationFile file)
    {
        _question = new PromptTemplate(file.Prompt.Template);
        _choice = new PromptTemplate(file.Prompt.Choice);
        _answer = new PromptTemplate(file.FewShot.Answer);
    }

    /// <summary>The question as the user asks it.</summary>
    public string Question(Trial trial) => _question.Render(name => Value(trial, name)!);

    /// <summary>The answer as the assistant of an example gives it.</summary>
    public string Answer(Trial trial) => _answer.Render(name => Value(trial, name)!);

    /// <summary>A placeholder for which the question has nothing; null where it has all.</summary>
    /// <param name="trial">The question.</param>
    /// <param name="isExample">Its answer is to be shown too.</param>
    public string? Missing(Trial trial, bool isExample) =>
        (isExample ? _question.Names.Concat(_answer.Names) : _question.Names).FirstOrDefault(name => Value(trial, name) is null);

    private string? Value(Trial trial, string name) => name switch
    {
        "question" => trial.Question.Text,
        "subject" => trial.Question.Subject,
        "level" => trial.Question.Level,
        "id" => trial.Question.Id,
        "answer" => trial.Expected,
        "solution" => trial.Question.Solution,
        "choices" => string.Join('\n', trial.Choices.Select((text, i) => _choice.Render(part => part == "letter" ? ChoiceText.Letter(i).ToString() : text))),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "a placeholder that nobody fills"),
    };
}
