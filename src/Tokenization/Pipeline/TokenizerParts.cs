using LoadGen.Tokenization.Added;
using LoadGen.Tokenization.Decoding;
using LoadGen.Tokenization.Merging;
using LoadGen.Tokenization.Normalizing;
using LoadGen.Tokenization.PreTokenizing;
using LoadGen.Tokenization.Vocabularies;

namespace LoadGen.Tokenization.Pipeline;

/// <summary>What a tokenizer consists of, as its file says. Immutable.</summary>
internal sealed record TokenizerParts
{
    /// <summary>The model.</summary>
    public required BpeModel Model { get; init; }

    /// <summary>The tokens as they are written in the file, added ones included.</summary>
    public required Vocabulary Written { get; init; }

    /// <summary>The tokens as they are decoded: as written, but an added token that is looked for in normalized text is that.</summary>
    public required Vocabulary Decoded { get; init; }

    /// <summary>What is done to the text, in order.</summary>
    public Normalizer[] Normalizers { get; init; } = [];

    /// <summary>How it is cut, in order.</summary>
    public PreTokenizer[] PreTokenizers { get; init; } = [];

    /// <summary>How tokens become text, in order.</summary>
    public Decoder[] Decoders { get; init; } = [];

    /// <summary>The tokens that are found in the text.</summary>
    public AddedToken[] AddedTokens { get; init; } = [];

    /// <summary>Ids before each text, where special tokens are asked for.</summary>
    public int[] Prefix { get; init; } = [];

    /// <summary>Ids after each text, where special tokens are asked for.</summary>
    public int[] Suffix { get; init; } = [];

    /// <summary>Each token's bytes, where all there is to decoding is to put them side by side; else null.</summary>
    public Vocabulary? BytesOfTokens { get; init; }

    /// <summary>Finds the added tokens in the text as it came.</summary>
    public required AddedTokenFinder RawTokens { get; init; }

    /// <summary>Finds the added tokens in the normalized text.</summary>
    public required AddedTokenFinder NormalizedTokens { get; init; }
}
