using LoadGen.Economics.Skus;

namespace LoadGen.Results.Rows;

/// <summary>The SKU in the names that others give their machines: <c>b200-trt</c>, <c>h200-cw_0</c>, <c>cluster:mi355x-amd</c>.</summary>
internal static class HardwareName
{
    private const string ClusterPrefix = "cluster:";

    /// <summary>The catalog's id, or the name as it is where the catalog knows none.</summary>
    public static string Sku(string name)
    {
        string text = name.StartsWith(ClusterPrefix, StringComparison.OrdinalIgnoreCase) ? name[ClusterPrefix.Length..] : name;
        text = text.ToLowerInvariant();
        return SkuCatalog.BuiltIn.Skus.Select(sku => sku.Id)
            .Where(id => text == id || (text.StartsWith(id, StringComparison.Ordinal) && text[id.Length] is '-' or '_'))
            .MaxBy(id => id.Length) ?? name;
    }
}
