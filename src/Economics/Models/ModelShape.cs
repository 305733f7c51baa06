namespace LoadGen.Economics.Models;

/// <summary>
/// One language model as a roofline sees it: how many numbers a token touches, and how many it leaves behind. A file of
/// <c>configs/models/</c> (<c>docs/simulation.md</c>).
/// </summary>
public sealed record ModelShape
{
    /// <summary>As options and rows name it: the file's name.</summary>
    public required string Id { get; init; }

    /// <summary>As people name it.</summary>
    public required string Name { get; init; }

    /// <summary>Other names for it: checkpoints, prefixes of recipes.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Width of the residual stream.</summary>
    public required int Hidden { get; init; }

    /// <summary>Entries of the vocabulary.</summary>
    public required int Vocab { get; init; }

    /// <summary>Longest prompt and answer together, in tokens.</summary>
    public required int Context { get; init; }

    /// <summary>Input and output embedding are one matrix.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Attention, by kinds of layers; their layers add up to the model's.</summary>
    public required IReadOnlyList<AttentionShape> Attention { get; init; }

    /// <summary>Feed-forward parts, by kinds of layers; their layers add up to the model's.</summary>
    public required IReadOnlyList<FfnShape> Ffn { get; init; }

    /// <summary>Parameters as its makers state them, in 1e9: the parts above must come within 2% of it.</summary>
    public required double ParametersB { get; init; }

    /// <summary>Parameters that a token touches as its makers state them, in 1e9, the input embedding apart: the parts must come within 6%.</summary>
    public required double ActiveB { get; init; }

    /// <summary>The precisions its weights come in, and for each the one that attention's weights then have.</summary>
    public required IReadOnlyDictionary<string, string> AttentionWeights { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }

    /// <summary>Layers.</summary>
    public int Layers() => Attention.Sum(part => part.Layers);

    /// <summary>Parameters of all attention.</summary>
    public double AttentionParameters() => Attention.Sum(part => part.Layers * part.ParametersPerLayer(Hidden));

    /// <summary>Parameters of one embedding matrix.</summary>
    public double EmbeddingParameters() => (double)Hidden * Vocab;

    /// <summary>All parameters, counted from the parts.</summary>
    public double Parameters() =>
        AttentionParameters() + Ffn.Sum(part => part.Layers * (part.AlwaysPerLayer(Hidden) + part.RoutedPerLayer(Hidden))) + (EmbeddingParameters() * (TiedEmbeddings ? 1 : 2));

    /// <summary>Parameters that one token is multiplied by, counted from the parts.</summary>
    public double ActiveParameters() =>
        AttentionParameters() + Ffn.Sum(part => part.Layers * (part.AlwaysPerLayer(Hidden) + (part.Active * part.ParametersPerExpert(Hidden)))) + EmbeddingParameters();
}
