using LoadGen.Tokenization.Pipeline;
using LoadGen.Tokenization.Splitting;

namespace LoadGen.Tokenization.Decoding;

/// <summary>The buffers of a workspace's decoders: two that take turns, and what patterns need.</summary>
internal sealed class DecoderScratch
{
    private TokenText _tokens = new();
    private TokenText _output = new();

    /// <summary>What the steps begin with: cleared and filled before <see cref="Apply"/>.</summary>
    public TokenText Tokens => _tokens;

    public FinderScratch Finder { get; } = new();

    public ByteBuffer Bytes { get; } = new();

    /// <summary>The text the tokens come to be. It lies in a buffer of this object's.</summary>
    public ReadOnlySpan<byte> Apply(Decoder[] steps)
    {
        foreach (Decoder step in steps)
        {
            _output.Clear();
            step.Apply(_tokens, _output, this);
            (_tokens, _output) = (_output, _tokens);
        }

        return _tokens.Bytes.Written;
    }
}
