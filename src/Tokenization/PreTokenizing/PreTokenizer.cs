using LoadGen.Tokenization.Pipeline;

namespace LoadGen.Tokenization.PreTokenizing;

/// <summary>One step from text to the pieces that are encoded each for itself. It hands each piece to the next step at once.</summary>
internal abstract class PreTokenizer
{
    /// <summary>Cuts a text, or changes it.</summary>
    /// <param name="text">Valid UTF-8, not empty.</param>
    /// <param name="isStart">Whether the text begins where the whole input begins.</param>
    /// <param name="step">This step's number.</param>
    /// <param name="run">Takes the pieces, by <see cref="PieceRun.Next"/>.</param>
    public abstract void Split(ReadOnlySpan<byte> text, bool isStart, int step, PieceRun run);
}
