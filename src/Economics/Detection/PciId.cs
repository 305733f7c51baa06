using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LoadGen.Economics.Detection;

/// <summary>PCI ids as the catalog writes them.</summary>
internal static class PciId
{
    /// <summary><c>10de:2335</c>.</summary>
    public static string Of(uint vendor, uint device) => string.Create(CultureInfo.InvariantCulture, $"{vendor:x4}:{device:x4}");

    /// <summary>Reads <c>0x2335</c>, as the kernel and amd-smi write numbers.</summary>
    public static bool TryParseHex([NotNullWhen(true)] string? text, out uint value)
    {
        value = 0;
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        return trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && uint.TryParse(trimmed[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
