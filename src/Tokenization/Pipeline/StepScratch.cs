using LoadGen.Tokenization.Splitting;

namespace LoadGen.Tokenization.Pipeline;

/// <summary>The buffers of one step: it has them to itself while its pieces are on their way.</summary>
internal sealed class StepScratch
{
    public FinderScratch Finder { get; } = new();

    public ByteBuffer Bytes { get; } = new();
}
