namespace LoadGen.Economics.Models;

/// <summary>Attention of layers that are alike.</summary>
public sealed record AttentionShape
{
    /// <summary>How they attend.</summary>
    public required AttentionKind Kind { get; init; }

    /// <summary>How many of them.</summary>
    public required int Layers { get; init; }

    /// <summary>Query heads; of linear attention, value heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Numbers a head has (mla: without its position's, and as many in its value).</summary>
    public required int HeadDim { get; init; }

    /// <summary>gqa: heads of keys and values. linear: heads of queries and keys.</summary>
    public int KvHeads { get; init; }

    /// <summary>gqa: how many tokens back a layer sees; 0 for all.</summary>
    public int Window { get; init; }

    /// <summary>gqa: queries come with a gate of the same size.</summary>
    public bool Gated { get; init; }

    /// <summary>mla: rank of the queries' projection.</summary>
    public int QueryRank { get; init; }

    /// <summary>mla: numbers in the latent.</summary>
    public int LatentRank { get; init; }

    /// <summary>mla: numbers of the position, kept beside the latent.</summary>
    public int RopeDim { get; init; }

    /// <summary>Numbers that a token leaves in one layer's cache.</summary>
    public double CachedPerToken() => Kind switch
    {
        AttentionKind.Gqa => 2.0 * KvHeads * HeadDim,
        AttentionKind.Mla => LatentRank + RopeDim,
        _ => 0,
    };

    /// <summary>Numbers that a request keeps in one layer, however long it is.</summary>
    public double StatePerRequest() => Kind == AttentionKind.Linear ? (double)Heads * HeadDim * HeadDim : 0;

    /// <summary>Into how many GPUs the cache of a layer can be split; the others hold copies.</summary>
    public int CacheShards(int gpus) => Kind == AttentionKind.Mla ? 1 : Math.Min(gpus, KvHeads);

    /// <summary>Operations of one new token with one earlier one, in one layer.</summary>
    /// <param name="isDecode">With mla, decode multiplies by the latent itself; prefill unpacks it first.</param>
    public double FlopsPerPair(bool isDecode) => Kind switch
    {
        AttentionKind.Gqa => 4.0 * Heads * HeadDim,
        AttentionKind.Mla when isDecode => 2.0 * Heads * ((2 * LatentRank) + RopeDim),
        AttentionKind.Mla => 2.0 * Heads * ((2 * HeadDim) + RopeDim),
        _ => 0,
    };

    /// <summary>Parameters of one layer.</summary>
    public double ParametersPerLayer(int hidden)
    {
        double heads = (double)Heads * HeadDim;
        double kv = (double)KvHeads * HeadDim;
        return Kind switch
        {
            AttentionKind.Gqa => hidden * ((heads * (Gated ? 3 : 2)) + (2 * kv)),
            AttentionKind.Mla => (hidden * ((double)QueryRank + LatentRank + RopeDim)) + (QueryRank * (heads + ((double)Heads * RopeDim))) + (LatentRank * 2 * heads) + (heads * hidden),

            // Queries and keys, values, their gate, and the way out.
            _ => hidden * ((2 * kv) + (3 * heads)),
        };
    }
}
