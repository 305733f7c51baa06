using System.Buffers;

namespace LoadGen.Workloads.RandomTexts;

/// <summary>Makes texts of so many tokens as the model counts them. The same arguments, the same text. Not thread-safe: one for each thread.</summary>
public interface IPromptSampler
{
    /// <summary>Makes one.</summary>
    /// <param name="index">Which prompt: it may draw by it.</param>
    /// <param name="ids">The token ids to begin with.</param>
    /// <param name="targetTokens">The length asked for, with all that is counted around the text.</param>
    /// <param name="text">Takes the text.</param>
    /// <returns>The tokens that it has, counted as the target is.</returns>
    int Sample(int index, ReadOnlySpan<int> ids, int targetTokens, IBufferWriter<byte> text);
}
