using System.Text.Json;
using LoadGen.Economics.Detection;

namespace LoadGen.Economics.Skus;

/// <summary>The room's records as JSON documents, keys in snake_case; <c>docs/skus.md</c> has their fields.</summary>
public static class EconomicsJson
{
    /// <summary>A document with the key <c>skus</c>.</summary>
    public static string Of(IReadOnlyList<Sku> skus) => JsonSerializer.Serialize(new SkuListDocument { Skus = skus }, SkuJson.Default.SkuListDocument);

    /// <summary>What was found on a host.</summary>
    public static string Of(HostSkus host) => JsonSerializer.Serialize(host, SkuJson.Default.HostSkus);
}
