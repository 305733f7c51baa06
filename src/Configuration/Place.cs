namespace LoadGen.Configuration;

/// <summary>A position in a file.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
public readonly record struct Place(int Line, int Column)
{
    /// <summary>Where every file begins.</summary>
    public static Place Start { get; } = new(1, 1);
}
