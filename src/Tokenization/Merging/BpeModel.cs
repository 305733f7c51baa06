using LoadGen.Tokenization.Vocabularies;

namespace LoadGen.Tokenization.Merging;

/// <summary>A byte-pair encoding: its tokens, its merges, and what becomes of what is no token. Immutable.</summary>
internal sealed record BpeModel
{
    /// <summary>The tokens as pieces are looked up: bytes for a byte-level model, UTF-8 for others.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>The merges.</summary>
    public required MergeTable Merges { get; init; }

    /// <summary>Whether pieces are encoded from bytes, not from characters.</summary>
    public required bool IsByteLevel { get; init; }

    /// <summary>Whether a piece that is a token is that token, whatever the merges say.</summary>
    public bool IsWholePieceFirst { get; init; }

    /// <summary>Whether a character that is no token becomes its bytes, <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>.</summary>
    public bool HasByteFallback { get; init; }

    /// <summary>The token for what is none; -1: it is left out.</summary>
    public int UnknownId { get; init; } = -1;

    /// <summary>Whether several unknown characters in a row are one token.</summary>
    public bool IsUnknownFused { get; init; }

    /// <summary>Stands before each character but the first of a piece, when it is looked up.</summary>
    public byte[] ContinuingPrefix { get; init; } = [];

    /// <summary>Stands after the last character of a piece, when it is looked up.</summary>
    public byte[] EndSuffix { get; init; } = [];

    /// <summary>
    /// The character that begins words, where no merge reaches over the beginning of a word: a piece may then be cut there, which
    /// changes nothing but the time it takes. Empty where there is none.
    /// </summary>
    public byte[] WordMark { get; init; } = [];
}
