using System.Buffers.Text;
using System.Text;
using LoadGen.Inference.Json;

namespace LoadGen.Inference.Handoffs.Bodies;

/// <summary>Small questions about one JSON value's bytes, which have been checked to be valid JSON before.</summary>
internal static class JsonValue
{
    /// <summary><c>null</c>, or nothing at all.</summary>
    public static bool IsAbsent(ReadOnlySpan<byte> value) => value.IsEmpty || value[0] == 'n';

    public static bool IsTrue(ReadOnlySpan<byte> value) => value.SequenceEqual("true"u8);

    public static bool IsFalse(ReadOnlySpan<byte> value) => value.SequenceEqual("false"u8);

    public static bool IsString(ReadOnlySpan<byte> value) => !value.IsEmpty && value[0] == '"';

    public static bool IsObject(ReadOnlySpan<byte> value) => !value.IsEmpty && value[0] == '{';

    public static bool IsArray(ReadOnlySpan<byte> value) => !value.IsEmpty && value[0] == '[';

    /// <summary>Reads a number that is written without fraction and exponent and fits.</summary>
    public static bool TryInteger(ReadOnlySpan<byte> value, out long number) =>
        Utf8Parser.TryParse(value, out number, out int used) && used == value.Length;

    /// <summary>A string's content; null for any other kind of value.</summary>
    public static string? Text(ReadOnlySpan<byte> value)
    {
        if (!IsString(value))
        {
            return null;
        }

        ReadOnlySpan<byte> raw = value[1..^1];
        return Encoding.UTF8.GetString(raw.Contains((byte)'\\') ? JsonText.Unescape(raw) : raw);
    }

    /// <summary>The elements of an array, as written.</summary>
    public static List<ReadOnlyMemory<byte>> Elements(ReadOnlyMemory<byte> array)
    {
        var elements = new List<ReadOnlyMemory<byte>>();
        var scanner = new JsonScanner(array.Span);
        scanner.EnterArray("an array");
        while (scanner.NextElement())
        {
            scanner.Peek();
            int start = scanner.Position;
            scanner.Skip();
            elements.Add(array[start..scanner.Position]);
        }

        return elements;
    }
}
