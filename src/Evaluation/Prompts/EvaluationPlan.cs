using System.Globalization;
using LoadGen.Evaluation.Answers;
using LoadGen.Evaluation.Questions;
using LoadGen.Evaluation.Settings;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Evaluation.Prompts;

/// <summary>What an evaluation is going to ask.</summary>
public sealed class EvaluationPlan
{
    private readonly IReadOnlyList<Question> _questions;
    private readonly long _seed;

    private EvaluationPlan(EvaluationFile file, QuestionSet set, IReadOnlyList<Question> questions, IReadOnlyList<BadLine> skipped, PromptBuilder prompts, long seed)
    {
        (File, Set, _questions, Skipped, Prompts, _seed) = (file, set, questions, skipped, prompts, seed);
    }

    /// <summary>The evaluation.</summary>
    public EvaluationFile File { get; }

    /// <summary>The data set, whole.</summary>
    public QuestionSet Set { get; }

    /// <summary>Lines of it that are not asked, because they hold no question or none that this evaluation can ask.</summary>
    public IReadOnlyList<BadLine> Skipped { get; }

    /// <summary>How questions become prompts.</summary>
    public PromptBuilder Prompts { get; }

    /// <summary>Questions that are asked.</summary>
    public int Questions => _questions.Count;

    /// <summary>Requests: every question, and again for each repeat.</summary>
    public int Trials => _questions.Count * File.Generation.Repeats;

    /// <summary>The request at a place. All questions are asked once before any is asked again.</summary>
    public Trial this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Trials);
            (int repeat, int question) = Math.DivRem(index, _questions.Count);
            return ChoiceOrder.Ask(_questions[question], index, repeat, _seed);
        }
    }

    /// <summary>Plans.</summary>
    /// <param name="file">The evaluation.</param>
    /// <param name="set">Its data set.</param>
    /// <param name="examples">What examples are taken from; null where there are none, or where they come from the data set itself.</param>
    /// <param name="limit">Ask only so many questions, drawn by the seed; null for all.</param>
    /// <param name="seed">Fixes which, and the order of their choices.</param>
    /// <param name="policy">What becomes of lines that the evaluation cannot ask.</param>
    /// <exception cref="QuestionFileException">There are such lines and they are not to be skipped, no question is left, or there are too few examples.</exception>
    public static EvaluationPlan Of(EvaluationFile file, QuestionSet set, QuestionSet? examples, int? limit, long seed, OnBadLine policy)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(set);
        var text = new TrialText(file);
        List<BadLine> bad = [.. set.Skipped];
        List<Question> askable = Askable(set, file, text, bad, isExample: false);
        Question[] shown = file.FewShot.Count == 0 ? [] : [.. Askable(examples ?? set, file, text, examples is null ? [] : bad, isExample: true)];
        string[] problems = policy == OnBadLine.Stop ? [.. bad.Skip(set.Skipped.Count).Select(line => line.ToString())] : [];
        if (problems.Length > 0)
        {
            throw new QuestionFileException(problems);
        }

        if (askable.Count == 0)
        {
            throw new QuestionFileException([.. bad.Select(line => line.ToString()), $"{set.File}: no question is left to ask"]);
        }

        if (file.FewShot.Count > 0 && shown.Length < file.FewShot.Count + (examples is null ? 1 : 0))
        {
            throw new QuestionFileException([string.Create(CultureInfo.InvariantCulture,
                $"{(examples ?? set).File}: few_shot.count is {file.FewShot.Count}, but only {shown.Length} questions can be examples{(examples is null ? ", and none is its own" : "")}; name a larger file, or lower the count")]);
        }

        return new EvaluationPlan(file, set, Drawn(askable, limit, seed), bad, new PromptBuilder(file, shown, seed), seed);
    }

    private static List<Question> Askable(QuestionSet set, EvaluationFile file, TrialText text, List<BadLine> bad, bool isExample)
    {
        var matcher = new AnswerMatcher(file.Match);
        var askable = new List<Question>();
        foreach (Question question in set.Questions)
        {
            Trial trial = ChoiceOrder.Ask(question, 0, 0, 0);
            string? problem = text.Missing(trial, isExample) is { } missing
                ? $"the template needs {{{missing}}}, which the line does not have"
                : isExample ? null : matcher.ProblemOf(trial.Expected);
            if (problem is null)
            {
                askable.Add(question);
            }
            else
            {
                bad.Add(new BadLine(set.File, question.Line, problem));
            }
        }

        return askable;
    }

    // In the file's order, so that a limit changes which are asked and nothing else.
    private static List<Question> Drawn(List<Question> questions, int? limit, long seed) => limit is not { } most || most >= questions.Count
        ? questions
        : [.. new SeededOrder(seed, "limit").Permutation(questions.Count).Take(most).Order().Select(i => questions[i])];
}
