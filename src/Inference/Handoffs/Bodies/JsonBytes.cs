using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LoadGen.Inference.Handoffs.Bodies;

/// <summary>Writes the small values that are put into bodies.</summary>
internal static class JsonBytes
{
    // Engines parse JSON, they embed it nowhere: '+' and '<' need no escapes.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // A writer asks for at least 4 KB at a time: one for each thread, and a value costs its own bytes only.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Writes one value. Not to be called by <paramref name="write"/> itself.</summary>
    /// <typeparam name="TState">What it is written from; passed by value, so that nothing is captured.</typeparam>
    /// <param name="state">What it is written from.</param>
    /// <param name="write">Writes it.</param>
    public static ReadOnlyMemory<byte> Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        _buffer ??= new ArrayBufferWriter<byte>();
        _writer ??= new Utf8JsonWriter(_buffer, Options);
        _buffer.ResetWrittenCount();
        _writer.Reset();
        write(_writer, state);
        _writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>A number.</summary>
    public static ReadOnlyMemory<byte> Number(long value) => Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A string or <c>null</c>.</summary>
    public static ReadOnlyMemory<byte> Text(string? value) => Write(value, static (writer, text) => writer.WriteStringValue(text));
}
