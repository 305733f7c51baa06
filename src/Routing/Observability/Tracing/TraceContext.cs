using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LoadGen.Routing.Observability.Tracing;

/// <summary>
/// Where a request stands in a distributed trace, as W3C Trace Context (https://www.w3.org/TR/trace-context/) carries it:
/// <code>traceparent: 00-{trace id, 32 hex digits}-{span id, 16 hex digits}-{flags, 2 hex digits}</code>
/// in lower case. Nothing is allocated until it is written as a string.
/// </summary>
/// <param name="TraceId">The trace; never 0.</param>
/// <param name="SpanId">The span in it that sends the request; never 0.</param>
/// <param name="IsSampled">The trace is recorded by those before us.</param>
/// <param name="IsRandom">The trace id's lower 56 bits are random (level 2 of the recommendation).</param>
public readonly record struct TraceContext(UInt128 TraceId, ulong SpanId, bool IsSampled, bool IsRandom = false)
{
    /// <summary>How long the header's value is.</summary>
    public const int Length = 55;

    private const int TraceAt = 3;
    private const int SpanAt = 36;
    private const int FlagsAt = 53;
    private const byte SampledFlag = 1;
    private const byte RandomFlag = 2;

    /// <summary>The header's name.</summary>
    public const string HeaderName = "traceparent";

    /// <summary>A new trace with its first span.</summary>
    public static TraceContext NewRoot(IdSource ids, bool isSampled)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return new(ids.Next128(), ids.Next64(), isSampled, IsRandom: true);
    }

    /// <summary>Another span of the trace.</summary>
    public TraceContext Child(IdSource ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return this with { SpanId = ids.Next64() };
    }

    /// <summary>
    /// Reads a header's value. False where it is not of version 00, is not spelt as the recommendation says, or has an id of zeros: the
    /// request begins a new trace then.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> value, out TraceContext context)
    {
        context = default;
        if (value.Length != Length || value[0] != '0' || value[1] != '0' || value[2] != '-' || value[SpanAt - 1] != '-' || value[FlagsAt - 1] != '-'
            || !TryHex(value.Slice(TraceAt, 16), out ulong high) || !TryHex(value.Slice(TraceAt + 16, 16), out ulong low)
            || !TryHex(value.Slice(SpanAt, 16), out ulong span) || !TryHex(value[FlagsAt..], out ulong flags)
            || (high | low) == 0 || span == 0)
        {
            return false;
        }

        context = new(new UInt128(high, low), span, (flags & SampledFlag) != 0, (flags & RandomFlag) != 0);
        return true;
    }

    /// <summary>Writes the header's value.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        "00-"u8.CopyTo(destination);
        WriteHex((ulong)(TraceId >> 64), destination[TraceAt..]);
        WriteHex((ulong)TraceId, destination[(TraceAt + 16)..]);
        destination[SpanAt - 1] = (byte)'-';
        WriteHex(SpanId, destination[SpanAt..]);
        destination[FlagsAt - 1] = (byte)'-';
        destination[FlagsAt] = (byte)'0';
        destination[FlagsAt + 1] = (byte)('0' + (IsSampled ? SampledFlag : 0) + (IsRandom ? RandomFlag : 0));
    }

    /// <summary>The header's value.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        Write(bytes);
        return Encoding.ASCII.GetString(bytes);
    }

    /// <summary>The trace id as the access log and other tools spell it.</summary>
    public string TraceIdText() => TraceId.ToString("x32", CultureInfo.InvariantCulture);

    private static void WriteHex(ulong value, Span<byte> destination) =>
        _ = Utf8Formatter.TryFormat(value, destination, out _, new System.Buffers.StandardFormat('x', 16));

    // Only lower case is right.
    private static bool TryHex(ReadOnlySpan<char> digits, out ulong value)
    {
        value = 0;
        foreach (char c in digits)
        {
            int digit = c is >= '0' and <= '9' ? c - '0' : c is >= 'a' and <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0)
            {
                return false;
            }

            value = (value << 4) | (uint)digit;
        }

        return true;
    }
}
