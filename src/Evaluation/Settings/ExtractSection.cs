namespace LoadGen.Evaluation.Settings;

/// <summary>How an answer is found in what the model says.</summary>
public sealed record ExtractSection
{
    /// <summary>Rules for answers in the form that was asked for, tried in this order.</summary>
    public required IReadOnlyList<ExtractRule> Strict { get; init; }

    /// <summary>Rules for what else may be meant, tried where no strict one finds anything.</summary>
    public IReadOnlyList<ExtractRule> Flexible { get; init; } = [];

    /// <summary>Look behind <c>&lt;/think&gt;</c> only, where the server leaves reasoning in the answer.</summary>
    public bool SkipThinking { get; init; } = true;
}

/// <summary>One way to find an answer.</summary>
public sealed record ExtractRule
{
    /// <summary>How.</summary>
    public required ExtractBy By { get; init; }

    /// <summary>The expression of <see cref="ExtractBy.Regex"/>: its first group is the answer, or all of it where it has none.</summary>
    public string? Pattern { get; init; }

    /// <summary>Which of several places counts, for <see cref="ExtractBy.Regex"/>.</summary>
    public ExtractTake Take { get; init; }
}

/// <summary>Ways to find an answer. Of several places the last counts.</summary>
public enum ExtractBy
{
    /// <summary>What follows <c>####</c> on its line.</summary>
    HashMarks,

    /// <summary>What stands in <c>\boxed{…}</c>.</summary>
    Boxed,

    /// <summary>What follows <c>answer is</c> or <c>answer:</c> on its line.</summary>
    AnswerIs,

    /// <summary>The letter after <c>answer is</c> or <c>answer:</c>.</summary>
    Choice,

    /// <summary>The last number.</summary>
    LastNumber,

    /// <summary>The last letter that stands alone and names a choice.</summary>
    LastLetter,

    /// <summary>The last line that says something.</summary>
    LastLine,

    /// <summary>Everything.</summary>
    Whole,

    /// <summary>A regular expression.</summary>
    Regex,
}

/// <summary>Which of several places counts.</summary>
public enum ExtractTake
{
    /// <summary>The last: models correct themselves.</summary>
    Last,

    /// <summary>The first.</summary>
    First,
}
