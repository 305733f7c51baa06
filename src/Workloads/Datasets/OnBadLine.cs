namespace LoadGen.Workloads.Datasets;

/// <summary>What to do about a record that is not as its format says.</summary>
public enum OnBadLine
{
    /// <summary>End with a <see cref="DatasetFormatException"/>.</summary>
    Stop,

    /// <summary>Leave it out, count it, and list the first ones.</summary>
    Skip,
}
