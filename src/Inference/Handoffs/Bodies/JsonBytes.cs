using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LoadGen.Inference.Handoffs.Bodies;

/// <summary>Writes the small values that are put into bodies.</summary>
internal static class JsonBytes
{
    /// <summary>Writes one value.</summary>
    /// <typeparam name="TState">What it is written from; passed by value, so that nothing is captured.</typeparam>
    /// <param name="state">What it is written from.</param>
    /// <param name="write">Writes it.</param>
    public static ReadOnlyMemory<byte> Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        // Engines parse JSON, they embed it nowhere: '+' and '<' need no escapes.
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            write(writer, state);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>A number.</summary>
    public static ReadOnlyMemory<byte> Number(long value) => Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A string or <c>null</c>.</summary>
    public static ReadOnlyMemory<byte> Text(string? value) => Write(value, static (writer, text) => writer.WriteStringValue(text));
}
