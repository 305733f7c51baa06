namespace LoadGen.Workloads.Datasets;

/// <summary>What becomes of a file with a record or a question that is not as its format says.</summary>
public enum OnBadLine
{
    /// <summary>It is refused: what is asked is what the file says, or nothing.</summary>
    Stop,

    /// <summary>The record is left out, counted, and listed.</summary>
    Skip,
}
