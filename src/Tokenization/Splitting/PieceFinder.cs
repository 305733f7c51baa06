namespace LoadGen.Tokenization.Splitting;

/// <summary>Finds the matches of a pattern in valid UTF-8, from left to right.</summary>
internal abstract class PieceFinder
{
    /// <summary>Called before the searches of a text.</summary>
    public virtual void Begin(ReadOnlySpan<byte> text, FinderScratch scratch)
    {
    }

    /// <summary>The first match at a place or after it.</summary>
    /// <param name="text">Valid UTF-8, the same as in <see cref="Begin"/>.</param>
    /// <param name="scratch">The same as in <see cref="Begin"/>.</param>
    /// <param name="from">Where the match before ended; 0 at first.</param>
    /// <param name="start">Where the match begins.</param>
    /// <param name="end">Where it ends, after <paramref name="start"/>.</param>
    /// <returns>False if there is none.</returns>
    public abstract bool TryFind(ReadOnlySpan<byte> text, FinderScratch scratch, int from, out int start, out int end);
}
