using System.Buffers;

namespace LoadGen.Transport.Http.Parsing;

/// <summary>
/// Finds the end of a response head in bytes that arrive piecemeal, and holds it to its limits while it grows. Looks at each byte
/// once: what was scanned before is not scanned again.
/// </summary>
internal struct HeadScanner(int maxLineBytes, int maxHeadBytes)
{
    private static ReadOnlySpan<byte> Version => "HTTP/1."u8;

    private long _scanned;
    private long _lineStart;

    /// <summary>Where the head starts with its unconsumed bytes at the front of <paramref name="buffer"/>: its length with the empty line, or −1.</summary>
    public long FindEnd(in ReadOnlySequence<byte> buffer)
    {
        // Bytes that are not HTTP may never bring an end of line: look at them as soon as they come.
        if (_lineStart == 0)
        {
            CheckVersion(buffer);
        }

        var reader = new SequenceReader<byte>(buffer);
        reader.Advance(_scanned);
        while (reader.TryAdvanceTo((byte)'\n'))
        {
            long lineLength = reader.Consumed - _lineStart;
            CheckLimits(lineLength, reader.Consumed);
            if (_lineStart > 0 && IsEmptyLine(buffer, lineLength))
            {
                return reader.Consumed;
            }

            _lineStart = reader.Consumed;
            _scanned = reader.Consumed;
        }

        _scanned = buffer.Length;
        CheckLimits(_scanned - _lineStart, _scanned);
        return -1;
    }

    private readonly bool IsEmptyLine(in ReadOnlySequence<byte> buffer, long lineLength) =>
        lineLength == 1 || (lineLength == 2 && buffer.Slice(_lineStart, 1).FirstSpan[0] == (byte)'\r');

    private static void CheckVersion(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> start = stackalloc byte[40];
        int length = (int)Math.Min(buffer.Length, start.Length);
        buffer.Slice(0, length).CopyTo(start);
        start = start[..length];
        int compared = Math.Min(length, Version.Length);
        if (!start[..compared].SequenceEqual(Version[..compared]))
        {
            ProtocolFailure.NotHttp(start);
        }
    }

    private readonly void CheckLimits(long lineBytes, long headBytes)
    {
        if (lineBytes > maxLineBytes)
        {
            string which = _lineStart == 0 ? "the status line" : "a header line";
            ProtocolFailure.TooLarge($"{which} is longer than {maxLineBytes} bytes");
        }

        if (headBytes > maxHeadBytes)
        {
            ProtocolFailure.TooLarge($"the response head is larger than {maxHeadBytes} bytes");
        }
    }
}
