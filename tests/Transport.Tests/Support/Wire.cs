using System.Text;

namespace LoadGen.Transport.Tests.Support;

/// <summary>Texts as they stand on the wire.</summary>
internal static class Wire
{
    /// <summary>One byte a character, so that <c>\xff</c> is the byte 0xff.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>A chunked body of the given pieces, with its end.</summary>
    public static string Chunked(params string[] pieces) =>
        string.Concat(pieces.Select(p => $"{p.Length:x}\r\n{p}\r\n")) + "0\r\n\r\n";

    /// <summary>What a failing fuzz case prints.</summary>
    public static string Hex(IEnumerable<byte[]> pieces) => string.Join(" | ", pieces.Select(Convert.ToHexString));
}
