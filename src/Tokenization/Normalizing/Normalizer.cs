using LoadGen.Tokenization.Pipeline;

namespace LoadGen.Tokenization.Normalizing;

/// <summary>One change of a text before it is cut into pieces.</summary>
internal abstract class Normalizer
{
    /// <summary>Writes the changed text.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="output">Empty.</param>
    /// <param name="scratch">Buffers of the workspace.</param>
    public abstract void Apply(ReadOnlySpan<byte> text, ByteBuffer output, NormalizerScratch scratch);

    /// <summary>Whether the text would stay as it is; when in doubt, false.</summary>
    public virtual bool LeavesAlone(ReadOnlySpan<byte> text) => false;
}
