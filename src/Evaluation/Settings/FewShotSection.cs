namespace LoadGen.Evaluation.Settings;

/// <summary>Examples before each question.</summary>
public sealed record FewShotSection
{
    /// <summary>How many; 0 for none.</summary>
    public int Count { get; init; }

    /// <summary>Questions to take them from, of the data set's shape, relative to the evaluation's file; null: the data set itself.</summary>
    public string? File { get; init; }

    /// <summary>Which ones.</summary>
    public FewShotPick Pick { get; init; }

    /// <summary>The assistant's message of an example.</summary>
    public string Answer { get; init; } = "{solution}";

    /// <summary>How they are sent where the API takes messages.</summary>
    public FewShotForm As { get; init; }
}

/// <summary>Which questions become examples. A question is never its own example.</summary>
public enum FewShotPick
{
    /// <summary>The first of the file, for every question.</summary>
    First,

    /// <summary>Some drawn by the seed, for every question others.</summary>
    Drawn,
}

/// <summary>How examples are sent.</summary>
public enum FewShotForm
{
    /// <summary>Each as a message of the user's and one of the assistant's.</summary>
    Turns,

    /// <summary>All in one message with the question, as an API without messages gets them.</summary>
    Text,
}
