using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace LoadGen.Inference.Writing;

/// <summary>
/// Writes JSON tokens straight into a buffer writer's spans. It keeps no structure: the caller writes valid JSON.
/// <see cref="System.Text.Json.Utf8JsonWriter"/> would do, but costs an object a request and a virtual step a token id.
/// </summary>
internal ref struct JsonBodyWriter
{
    /// <summary>Asked for at least, so that 100,000 token ids take some 150 spans.</summary>
    private const int SpanMin = 4096;

    /// <summary>"-2147483648,".</summary>
    private const int IntMax = 12;

    private static readonly SearchValues<byte> MustEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _used;

    public JsonBodyWriter(IBufferWriter<byte> output)
    {
        _output = output;
        _span = output.GetSpan(SpanMin);
    }

    /// <summary>Hands what was written to the buffer writer. Nothing may follow.</summary>
    public void Flush()
    {
        _output.Advance(_used);
        _used = 0;
        _span = default;
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        while (!bytes.TryCopyTo(_span[_used..]))
        {
            int part = _span.Length - _used;
            bytes[..part].CopyTo(_span[_used..]);
            _used += part;
            bytes = bytes[part..];
            Reserve(1);
        }

        _used += bytes.Length;
    }

    /// <summary>Writes a truth.</summary>
    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>Writes a number.</summary>
    public void Number(int value)
    {
        Reserve(IntMax);
        value.TryFormat(_span[_used..], out int written, default, CultureInfo.InvariantCulture);
        _used += written;
    }

    /// <summary>Writes a finite number, the shortest text that reads back the same.</summary>
    public void Number(double value)
    {
        Reserve(32);
        value.TryFormat(_span[_used..], out int written, default, CultureInfo.InvariantCulture);
        _used += written;
    }

    /// <summary>Writes an array of numbers.</summary>
    public void Numbers(scoped ReadOnlySpan<int> values)
    {
        Raw("["u8);
        while (!values.IsEmpty)
        {
            // Room for a batch at once, so that the loop keeps its place in a register.
            int batch = Math.Min(values.Length, SpanMin / IntMax);
            Reserve(batch * IntMax);
            Span<byte> span = _span[_used..];
            int used = 0;
            foreach (int value in values[..batch])
            {
                value.TryFormat(span[used..], out int written, default, CultureInfo.InvariantCulture);
                used += written;
                span[used++] = (byte)',';
            }

            values = values[batch..];
            _used += values.IsEmpty ? used - 1 : used;
        }

        Raw("]"u8);
    }

    /// <summary>Writes a string. Half a surrogate pair becomes U+FFFD.</summary>
    public void String(string text)
    {
        int bytesMax = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = bytesMax > 512 ? ArrayPool<byte>.Shared.Rent(bytesMax) : null;
        Span<byte> utf8 = rented ?? stackalloc byte[512];
        String(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Writes a string given as UTF-8. Each ill-formed sequence becomes U+FFFD, so that the body is valid UTF-8 whatever the prompt.</summary>
    public void String(scoped ReadOnlySpan<byte> utf8)
    {
        Raw("\""u8);
        if (Utf8.IsValid(utf8))
        {
            Escaped(utf8);
        }
        else
        {
            Repaired(utf8);
        }

        Raw("\""u8);
    }

    private void Repaired(scoped ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            int good = 0;
            int bad = 0;
            while (good < utf8.Length && Rune.DecodeFromUtf8(utf8[good..], out _, out bad) == OperationStatus.Done)
            {
                good += bad;
            }

            Escaped(utf8[..good]);
            if (good == utf8.Length)
            {
                return;
            }

            Raw("\uFFFD"u8);
            utf8 = utf8[(good + bad)..];
        }
    }

    private void Escaped(scoped ReadOnlySpan<byte> utf8)
    {
        while (true)
        {
            int plain = utf8.IndexOfAny(MustEscape);
            if (plain < 0)
            {
                Raw(utf8);
                return;
            }

            Raw(utf8[..plain]);
            Escape(utf8[plain]);
            utf8 = utf8[(plain + 1)..];
        }
    }

    private void Escape(byte b)
    {
        ReadOnlySpan<byte> known = b switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            _ => default,
        };
        if (!known.IsEmpty)
        {
            Raw(known);
            return;
        }

        Raw("\\u00"u8);
        Reserve(2);
        Utf8Formatter.TryFormat(b, _span[_used..], out int written, new StandardFormat('x', 2));
        _used += written;
    }

    private void Reserve(int bytes)
    {
        if (_span.Length - _used < bytes)
        {
            _output.Advance(_used);
            _span = _output.GetSpan(Math.Max(bytes, SpanMin));
            _used = 0;
        }
    }
}
