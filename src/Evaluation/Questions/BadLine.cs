namespace LoadGen.Evaluation.Questions;

/// <summary>A line of a data set that holds no question.</summary>
/// <param name="File">The file, as it was named to the reader.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Reason">What was found, and what is accepted.</param>
public sealed record BadLine(string File, int Line, string Reason)
{
    /// <summary><c>file:line: reason</c>, which editors and terminals turn into a link.</summary>
    public override string ToString() => $"{File}:{Line}: {Reason}";
}

/// <summary>What becomes of a data set with lines that hold no question.</summary>
public enum BadLinePolicy
{
    /// <summary>It is refused: what is asked is what the file says, or nothing.</summary>
    Stop,

    /// <summary>They are left out, and counted.</summary>
    Skip,
}
