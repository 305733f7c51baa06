namespace LoadGen.Economics.Detection;

/// <summary>Product names as drivers report them.</summary>
internal static class DriverName
{
    private static readonly string[] s_prefixes = ["NVIDIA ", "AMD ", "Instinct "];

    /// <summary><c>H200</c> of <c>NVIDIA H200</c>.</summary>
    public static string WithoutVendor(string name)
    {
        foreach (string prefix in s_prefixes)
        {
            name = name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..] : name;
        }

        return name.Trim();
    }
}
