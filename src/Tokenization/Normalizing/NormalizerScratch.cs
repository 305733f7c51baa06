using LoadGen.Tokenization.Pipeline;
using LoadGen.Tokenization.Splitting;

namespace LoadGen.Tokenization.Normalizing;

/// <summary>The buffers of a workspace's normalizers: two that take turns, and what patterns and compositions need.</summary>
internal sealed class NormalizerScratch
{
    private readonly ByteBuffer _first = new();
    private readonly ByteBuffer _second = new();

    public FinderScratch Finder { get; } = new();

    /// <summary>Code points of one text, decomposed.</summary>
    public IdBuffer CodePoints { get; } = new();

    /// <summary>The text after all changes. It lies in a buffer of this object's until the next call, or is the text itself.</summary>
    public ReadOnlySpan<byte> Apply(Normalizer[] normalizers, ReadOnlySpan<byte> text)
    {
        ByteBuffer target = _first;
        foreach (Normalizer normalizer in normalizers)
        {
            if (!normalizer.LeavesAlone(text))
            {
                target.Clear();
                normalizer.Apply(text, target, this);
                text = target.Written;
                target = target == _first ? _second : _first;
            }
        }

        return text;
    }
}
