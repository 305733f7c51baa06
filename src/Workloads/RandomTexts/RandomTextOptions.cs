namespace LoadGen.Workloads.RandomTexts;

/// <summary>What a <see cref="RandomTextWorkload"/> is made of.</summary>
public sealed record RandomTextOptions
{
    /// <summary>Lengths and token ids as InferenceX draws them; with a template, lengths without its tokens.</summary>
    public required RandomWorkloadOptions Lengths { get; init; }

    /// <summary>Tokens of the chat template, which every length has on top; 0 where none is counted.</summary>
    public int TemplateTokens { get; init; }

    /// <summary>A chat template is around the text when it is counted.</summary>
    public bool HasTemplate { get; init; }

    /// <summary>Makes a sampler for one thread, drawing by this seed.</summary>
    public required Func<long, IPromptSampler> Sampler { get; init; }

    /// <summary>How the texts are made, in words: <c>text by tokenizer.json, …</c>.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// Texts that are held ahead of their requests, in bytes. 512 MiB hold 100,000 prompts of 1,024 tokens, or 10 for each of 1,024 streams of
    /// 8,192: what InferenceX's recipes ask for.
    /// </summary>
    public long AheadBytesMost { get; init; } = 512L << 20;
}
