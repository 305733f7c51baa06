using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads;

/// <summary>The drawn numbers of a run of requests: 12 bytes each, and nothing of the prompts themselves.</summary>
internal sealed class RandomBlock
{
    private RandomBlock(int requests)
    {
        InputTokens = new int[requests];
        OutputTokens = new int[requests];
        Offsets = new int[requests];
    }

    public int[] InputTokens { get; }

    public int[] OutputTokens { get; }

    public int[] Offsets { get; }

    /// <summary>Draws in InferenceX's order: all input lengths, all output lengths, all offsets.</summary>
    public static RandomBlock Draw(NumpyRandom random, RandomWorkloadOptions options, int requests)
    {
        var block = new RandomBlock(requests);
        random.FillIntegers(options.LowestInput, options.InputTokens, block.InputTokens);
        random.FillIntegers(options.LowestOutput, options.OutputTokens, block.OutputTokens);
        random.FillIntegers(0, options.VocabularySize - 1, block.Offsets);
        return block;
    }
}
