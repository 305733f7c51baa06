using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Detection;

/// <summary>Product names as drivers report them.</summary>
public static class DriverName
{
    private static readonly string[] s_prefixes = ["NVIDIA ", "AMD ", "Instinct "];

    /// <summary>
    /// The name is one of the SKU's own: the whole of it but for the vendor's words. A part is not enough, for an H200 NVL and a GB200 hold
    /// the names of other SKUs.
    /// </summary>
    public static bool IsOf(string name, Sku sku)
    {
        ArgumentNullException.ThrowIfNull(sku);
        return sku.Detection.Names.Contains(WithoutVendor(name), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary><c>H200</c> of <c>NVIDIA H200</c>.</summary>
    internal static string WithoutVendor(string name)
    {
        foreach (string prefix in s_prefixes)
        {
            name = name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..] : name;
        }

        return name.Trim();
    }
}
