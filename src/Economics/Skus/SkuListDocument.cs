namespace LoadGen.Economics.Skus;

/// <summary>What <c>loadgen skus --format json</c> prints.</summary>
internal sealed record SkuListDocument
{
    /// <summary>The SKUs, with every field.</summary>
    public required IReadOnlyList<Sku> Skus { get; init; }
}
