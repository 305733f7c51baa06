namespace LoadGen.Results.Scores;

/// <summary>How well a model answered one task, beside how fast it was: what <c>evaluation.json</c> says of it, or a row of InferenceX's.</summary>
public sealed record TaskScore
{
    /// <summary>The task, such as <c>gsm8k</c>.</summary>
    public required string Task { get; init; }

    /// <summary>Share of right answers, 0–1, by a strict answer where there is one, else a flexible one.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Lower end of its 95% interval; null where nobody says how many were asked, nor how sure it is.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end; null as above.</summary>
    public double? High { get; init; }

    /// <summary>Its standard error; null where nobody says.</summary>
    public double? StandardError { get; init; }

    /// <summary>Share of right answers in the form that was asked for, 0–1 (<c>em_strict</c>); null where nobody says.</summary>
    public double? Strict { get; init; }

    /// <summary>Its standard error; null where nobody says.</summary>
    public double? StrictStandardError { get; init; }

    /// <summary>Answers that were asked for (<c>n_eff</c>), failed requests among them; null where nobody says.</summary>
    public int? Asked { get; init; }

    /// <summary>The evaluation's document, which has every answer; null for a score of others.</summary>
    public string? File { get; init; }
}
