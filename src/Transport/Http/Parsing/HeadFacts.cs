using System.Text;

namespace LoadGen.Transport.Http.Parsing;

/// <summary>How the end of a body is found (RFC 9112 §6.3).</summary>
internal enum BodyFraming
{
    None,
    Length,
    Chunked,
    UntilClose,
}

/// <summary>What a response head says about the framing of its body and the reuse of its connection.</summary>
internal struct HeadFacts
{
    private const long NotStated = -1;

    private long _contentLengthPlusOne;
    private bool _isChunked;
    private string? _contentEncoding;

    public int StatusCode { get; set; }

    public bool IsHttp10 { get; set; }

    public bool ClosesConnection { get; private set; }

    /// <summary>The stated body length, or −1. (Kept plus one, so that <c>default</c> states none.)</summary>
    public readonly long ContentLength => _contentLengthPlusOne - 1;

    public void AddConnection(ReadOnlySpan<byte> value)
    {
        while (NextElement(ref value, out ReadOnlySpan<byte> option))
        {
            ClosesConnection |= Ascii.EqualsIgnoreCase(option, "close"u8);
        }
    }

    /// <summary>RFC 9112 §6.3 (5): the same number several times is one number; different ones are an attack or a fault.</summary>
    public void AddContentLength(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> rest = value;
        long length = -1;
        while (NextElement(ref rest, out ReadOnlySpan<byte> number) && (length = ParseLength(number)) >= 0)
        {
            if (ContentLength != NotStated && ContentLength != length)
            {
                ProtocolFailure.Malformed($"two different content-lengths: {ContentLength} and {length}");
            }

            _contentLengthPlusOne = length + 1;
        }

        // Negative: no number at all, or something that is none.
        if (length < 0)
        {
            ProtocolFailure.Malformed($"malformed content-length: a number of bytes expected, found {Excerpt.Of(value)}");
        }
    }

    public void AddContentEncoding(ReadOnlySpan<byte> value)
    {
        while (NextElement(ref value, out ReadOnlySpan<byte> coding))
        {
            if (!Ascii.EqualsIgnoreCase(coding, "identity"u8))
            {
                _contentEncoding = Excerpt.Of(coding);
            }
        }
    }

    public void AddTransferEncoding(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> rest = value;
        while (NextElement(ref rest, out ReadOnlySpan<byte> coding))
        {
            if (_isChunked || !Ascii.EqualsIgnoreCase(coding, "chunked"u8))
            {
                ProtocolFailure.Malformed($"unsupported transfer-encoding: only 'chunked', once, is read; found {Excerpt.Of(value)}");
            }

            _isChunked = true;
        }
    }

    /// <summary>Decides the framing, or refuses a head whose framing is ambiguous or unreadable.</summary>
    /// <param name="isHead">The request's method was HEAD.</param>
    public readonly BodyFraming DecideFraming(bool isHead)
    {
        if (isHead || StatusCode is < 200 or 204 or 304)
        {
            return BodyFraming.None;
        }

        if (_isChunked && ContentLength != NotStated)
        {
            ProtocolFailure.Malformed("both content-length and transfer-encoding are stated: where the body ends depends on the reader");
        }

        if (_isChunked && IsHttp10)
        {
            ProtocolFailure.Malformed("an HTTP/1.0 response with a transfer-encoding");
        }

        if (_contentEncoding is { } coding && ContentLength != 0)
        {
            ProtocolFailure.Malformed($"the body has content-encoding {coding}, which was not asked for and is not read; only identity is");
        }

        return _isChunked ? BodyFraming.Chunked : ContentLength != NotStated ? BodyFraming.Length : BodyFraming.UntilClose;
    }

    // #element (RFC 9110 §5.6.1), empty elements passed over. When it returns false, nothing is left.
    private static bool NextElement(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> element)
    {
        while (!rest.IsEmpty)
        {
            int comma = rest.IndexOf((byte)',');
            element = (comma < 0 ? rest : rest[..comma]).Trim(" \t"u8);
            rest = comma < 0 ? default : rest[(comma + 1)..];
            if (!element.IsEmpty)
            {
                return true;
            }
        }

        element = default;
        return false;
    }

    // 1*DIGIT below 2^63 − 1; −1 for anything else ("+5", "-1", "0x5", too large).
    private static long ParseLength(ReadOnlySpan<byte> digits)
    {
        long value = 0;
        foreach (byte b in digits)
        {
            int digit = b - '0';
            if (digit is < 0 or > 9 || value > (long.MaxValue - 1 - digit) / 10)
            {
                return -1;
            }

            value = (value * 10) + digit;
        }

        return value;
    }
}
