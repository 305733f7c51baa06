namespace LoadGen.Evaluation.Settings;

/// <summary>When an answer is right.</summary>
public sealed record MatchSection
{
    /// <summary>How it is compared.</summary>
    public required MatchBy By { get; init; }

    /// <summary>Numbers may differ by so much.</summary>
    public double Tolerance { get; init; }

    /// <summary>Numbers may differ by this share of the right one.</summary>
    public double RelativeTolerance { get; init; }

    /// <summary>Texts may differ in capitals.</summary>
    public bool IgnoreCase { get; init; } = true;

    /// <summary>Words behind a number are its unit, and are not compared.</summary>
    public bool IgnoreUnits { get; init; } = true;
}

/// <summary>Ways to compare.</summary>
public enum MatchBy
{
    /// <summary>As texts, but for blanks around and between words and a full stop at the end.</summary>
    Exact,

    /// <summary>As numbers, however they are written.</summary>
    Numeric,

    /// <summary>As formulas, after simple rewriting; numbers in them as numbers.</summary>
    Math,

    /// <summary>As the letter of a choice.</summary>
    Choice,

    /// <summary>The right answer is a regular expression for the whole of what was found.</summary>
    Regex,
}
