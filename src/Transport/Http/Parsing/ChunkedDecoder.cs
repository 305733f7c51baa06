namespace LoadGen.Transport.Http.Parsing;

/// <summary>
/// Frees a body of the chunked coding, however its bytes are split. RFC 9112 §7.1:
/// <code>
/// chunked-body = *( chunk-size [ chunk-ext ] CRLF chunk-data CRLF ) last-chunk *( field-line CRLF ) CRLF
/// chunk-size   = 1*HEXDIG      last-chunk = 1*"0" [ chunk-ext ] CRLF
/// </code>
/// Extensions and trailers are passed over within limits. A bare LF is refused: it is how two readers come to disagree on a chunk.
/// </summary>
internal struct ChunkedDecoder(int maxLineBytes, int maxTrailerBytes)
{
    // 15 digits cannot overflow 63 bits. Leading zeros count: nobody needs more.
    private const int MaxSizeDigits = 15;

    private enum State
    {
        SizeStart,
        Size,
        Extension,
        SizeLf,
        Data,
        DataCr,
        DataLf,
        TrailerStart,
        TrailerName,
        TrailerValue,
        TrailerLf,
        EndLf,
        Done,
    }

    private State _state;
    private int _sizeDigits;
    private long _size;
    private int _lineBytes;
    private int _trailerBytes;

    /// <summary>The last chunk and the trailers have been read.</summary>
    public readonly bool IsComplete => _state == State.Done;

    /// <summary>Where the decoder stands, for messages.</summary>
    public readonly string Place => _state switch
    {
        State.Data => $"in the middle of a chunk, {_size} bytes short",
        State.SizeStart => "between two chunks, without a last chunk",
        State.TrailerStart or State.TrailerName or State.TrailerValue or State.TrailerLf or State.EndLf => "in the trailers",
        _ => "in the middle of a chunk's framing",
    };

    /// <summary>Reads <paramref name="bytes"/> and hands their body to <paramref name="handler"/>.</summary>
    /// <returns>How many bytes belonged to the body: all of them, unless it is complete.</returns>
    public int Consume(ReadOnlySpan<byte> bytes, long stampNs, IHttpResponseHandler handler)
    {
        int at = 0;
        while (at < bytes.Length && _state != State.Done)
        {
            if (_state == State.Data)
            {
                int take = (int)Math.Min(_size, bytes.Length - at);
                handler.OnBody(bytes.Slice(at, take), stampNs);
                at += take;
                _size -= take;
                _state = _size == 0 ? State.DataCr : State.Data;
            }
            else
            {
                Step(bytes[at], bytes[at..]);
                at++;
            }
        }

        return at;
    }

    private void Step(byte b, ReadOnlySpan<byte> found)
    {
        switch (_state)
        {
            case State.SizeStart:
                _size = 0;
                _sizeDigits = 0;
                _lineBytes = 0;
                AddDigit(b, found);
                _state = State.Size;
                break;
            case State.Size:
                EndOrAddDigit(b, found);
                break;
            case State.Extension:
                CountLineByte("chunk extension");
                _state = b switch
                {
                    (byte)'\r' => State.SizeLf,
                    (byte)'\n' => Refuse("CRLF after a chunk extension", found),
                    _ => State.Extension,
                };
                break;
            case State.SizeLf:
                Expect(b, (byte)'\n', "LF after a chunk size's CR", found);
                _state = _size == 0 ? State.TrailerStart : State.Data;
                break;
            case State.DataCr:
                Expect(b, (byte)'\r', "CRLF after a chunk's data", found);
                _state = State.DataLf;
                break;
            case State.DataLf:
                Expect(b, (byte)'\n', "CRLF after a chunk's data", found);
                _state = State.SizeStart;
                break;
            default:
                StepTrailer(b, found);
                break;
        }
    }

    private void StepTrailer(byte b, ReadOnlySpan<byte> found)
    {
        if (++_trailerBytes > maxTrailerBytes)
        {
            ProtocolFailure.TooLarge($"the trailers are larger than {maxTrailerBytes} bytes");
        }

        switch (_state)
        {
            case State.TrailerStart when b == (byte)'\r':
                _state = State.EndLf;
                break;
            case State.TrailerStart:
                _lineBytes = 0;
                _state = HeadParser.IsToken([b]) ? State.TrailerName : Refuse("a trailer or the end of the body", found);
                break;
            case State.TrailerName:
                CountLineByte("trailer line");
                _state = b == (byte)':' ? State.TrailerValue
                    : HeadParser.IsToken([b]) ? State.TrailerName
                    : Refuse("a trailer's name", found);
                break;
            case State.TrailerValue:
                CountLineByte("trailer line");
                _state = b switch
                {
                    (byte)'\r' => State.TrailerLf,
                    (byte)'\n' or 0 => Refuse("a trailer's value", found),
                    _ => State.TrailerValue,
                };
                break;
            case State.TrailerLf:
                Expect(b, (byte)'\n', "LF after a trailer's CR", found);
                _state = State.TrailerStart;
                break;
            case State.EndLf:
                Expect(b, (byte)'\n', "LF after the last chunk's CR", found);
                _state = State.Done;
                break;
        }
    }

    private void EndOrAddDigit(byte b, ReadOnlySpan<byte> found)
    {
        switch (b)
        {
            case (byte)'\r':
                _state = State.SizeLf;
                break;

            // Some servers pad the size with spaces (BWS before an extension that does not come).
            case (byte)';' or (byte)' ' or (byte)'\t':
                _state = State.Extension;
                break;
            default:
                AddDigit(b, found);
                break;
        }
    }

    private void AddDigit(byte b, ReadOnlySpan<byte> found)
    {
        int digit = HexDigit(b);
        if (digit < 0)
        {
            ProtocolFailure.Chunk("a chunk size in hexadecimal digits and CRLF", found);
        }

        if (++_sizeDigits > MaxSizeDigits)
        {
            ProtocolFailure.Chunk($"a chunk size of at most {MaxSizeDigits} digits", found);
        }

        _size = (_size << 4) | (long)digit;
    }

    private void CountLineByte(string what)
    {
        if (++_lineBytes > maxLineBytes)
        {
            throw new TransportException(TransportError.MalformedChunk, $"a {what} is longer than {maxLineBytes} bytes");
        }
    }

    private static void Expect(byte b, byte expected, string what, ReadOnlySpan<byte> found)
    {
        if (b != expected)
        {
            ProtocolFailure.Chunk(what, found);
        }
    }

    private static State Refuse(string expected, ReadOnlySpan<byte> found)
    {
        ProtocolFailure.Chunk(expected, found);
        return State.Done;
    }

    private static int HexDigit(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };
}
