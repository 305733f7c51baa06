using LoadGen.Simulation.Responses;

namespace LoadGen.Simulation.Streams;

/// <summary>The tokens that are due together, with what a response says about them.</summary>
/// <param name="text">The first choice's text, which needs no JSON escape.</param>
/// <param name="run">The first choice's tokens.</param>
/// <param name="claimed">Tokens of a choice so far, these included, as usage claims them.</param>
/// <param name="finish">The finish reason.</param>
/// <param name="isStamp">The text is the time of sending, the same for all choices.</param>
internal readonly ref struct TokenChunk(ReadOnlySpan<byte> text, TokenRun run, int claimed, FinishText finish, bool isStamp)
{
    /// <summary>The first choice's text, which needs no JSON escape.</summary>
    public ReadOnlySpan<byte> Text { get; } = text;

    /// <summary>The text is the time of sending.</summary>
    public bool IsStamp => isStamp;

    /// <summary>Tokens of a choice so far, these included, as usage claims them.</summary>
    public int Claimed => claimed;

    /// <summary>The finish reason.</summary>
    public FinishText Finish => finish;

    /// <summary>A choice's tokens.</summary>
    /// <param name="choice">The choice.</param>
    public TokenRun Run(int choice) => run with { Choice = choice };

    /// <summary>A choice's text.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="scratch">Grown as needed; holds the text until the next call.</param>
    public ReadOnlySpan<byte> TextFor(int choice, ref byte[] scratch)
    {
        if (choice == 0 || isStamp)
        {
            return Text;
        }

        int needed = run.Count * TokenText.TokenBytesMax;
        if (scratch.Length < needed)
        {
            scratch = new byte[needed];
        }

        return scratch.AsSpan(0, TokenText.Write(Run(choice), scratch));
    }
}
