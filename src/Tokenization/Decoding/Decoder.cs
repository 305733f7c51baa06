namespace LoadGen.Tokenization.Decoding;

/// <summary>One step from tokens back to text.</summary>
internal abstract class Decoder
{
    /// <summary>Writes the changed tokens.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="output">Empty.</param>
    /// <param name="scratch">Buffers of the workspace.</param>
    public abstract void Apply(TokenText tokens, TokenText output, DecoderScratch scratch);
}
