namespace LoadGen.Verdicts.Objectives;

/// <summary>A band of whole numbers that an objective holds for.</summary>
/// <param name="From">Its least, part of it.</param>
/// <param name="To">Its most, part of it; <see cref="int.MaxValue"/> for no end.</param>
public readonly record struct Band(int From, int To)
{
    /// <summary>Every number from 0 on.</summary>
    public static Band All { get; } = new(0, int.MaxValue);

    /// <summary>The number lies in it.</summary>
    public bool Holds(int value) => value >= From && value <= To;
}
