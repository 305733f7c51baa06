namespace LoadGen.Simulation.Streams;

/// <summary>Consecutive tokens of one choice.</summary>
/// <param name="First">The index of the first.</param>
/// <param name="Count">How many.</param>
/// <param name="Choice">The choice: each begins with another word, so that a mix-up shows.</param>
/// <param name="MarkerAt">Index of the token that reads like a stream's end marker; -1 for none.</param>
internal readonly record struct TokenRun(int First, int Count, int Choice, int MarkerAt)
{
    /// <summary>The index after the last.</summary>
    public int End => First + Count;

    /// <summary>A token's text.</summary>
    /// <param name="index">Its index in the choice.</param>
    public ReadOnlySpan<byte> TextOf(int index) => TokenText.Of(index, Choice, MarkerAt);

    /// <summary>A token's id.</summary>
    /// <param name="index">Its index in the choice.</param>
    public int IdOf(int index) => TokenText.IdOf(index + Choice);

    /// <summary>A token's log probability: made up, the same for the same token, exact in binary and thus in JSON.</summary>
    /// <param name="index">Its index in the choice.</param>
    public double LogprobOf(int index) => -(IdOf(index) % 16) / 16.0;
}
