using System.Globalization;
using System.Text;

namespace LoadGen.Transport.Http.Parsing;

/// <summary>Bytes from the wire as an error message may show them: printable ASCII kept, the rest escaped, cut short.</summary>
internal static class Excerpt
{
    // Enough to recognise what it is; too little to put a response body into a log.
    private const int MaxBytes = 40;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("'", MaxBytes + 8);
        foreach (byte b in bytes[..Math.Min(bytes.Length, MaxBytes)])
        {
            _ = b switch
            {
                (byte)'\r' => text.Append("\\r"),
                (byte)'\n' => text.Append("\\n"),
                (byte)'\t' => text.Append("\\t"),
                (byte)'\\' or (byte)'\'' => text.Append('\\').Append((char)b),
                >= 0x20 and < 0x7f => text.Append((char)b),
                _ => text.Append("\\x").Append(b.ToString("x2", CultureInfo.InvariantCulture)),
            };
        }

        return text.Append(bytes.Length > MaxBytes ? "'…" : "'").ToString();
    }
}
