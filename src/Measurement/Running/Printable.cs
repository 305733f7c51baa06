using System.Text;

namespace LoadGen.Measurement.Running;

/// <summary>Bytes of a peer made fit for a one-line message.</summary>
internal static class Printable
{
    /// <summary>The first <paramref name="max"/> bytes, anything but printable ASCII as a dot.</summary>
    public static string Cut(ReadOnlySpan<byte> bytes, int max)
    {
        var text = new StringBuilder();
        foreach (byte b in bytes[..Math.Min(bytes.Length, max)])
        {
            text.Append(b is >= 0x20 and < 0x7f ? (char)b : '.');
        }

        return bytes.Length > max ? text.Append('…').ToString() : text.ToString();
    }
}
