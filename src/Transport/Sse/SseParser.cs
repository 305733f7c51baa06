namespace LoadGen.Transport.Sse;

/// <summary>
/// Reads server-sent events from bytes that arrive in any pieces. WHATWG HTML §9.2.5–9.2.6:
/// <code>
/// stream = [ BOM ] *event      event = *( comment / field ) end-of-line      comment = ":" *any-char end-of-line
/// field  = 1*name-char [ ":" [ SP ] *any-char ] end-of-line                  end-of-line = CRLF / CR / LF
/// </code>
/// An event is dispatched at its empty line, when it has at least one <c>data</c> field; a stream's unfinished event is discarded.
/// Bytes are passed on as they came: invalid UTF-8 is not replaced, and <c>retry</c> is ignored, for nothing here reconnects.
/// </summary>
/// <param name="maxEventBytes">Largest data of one event, and longest line other than a comment, in bytes.</param>
/// <remarks>
/// An event that lies whole in one piece is handed on without a copy; a line cut by the end of a piece is carried in a pooled
/// buffer. Nothing is allocated per event.
/// </remarks>
public sealed class SseParser(int maxEventBytes = 16 * 1024 * 1024)
{
    private PooledBytes _line;
    private EventFields _fields = new(maxEventBytes);
    private int _bomBytesSeen;
    private bool _isStarted;
    private bool _skipsLf;
    private bool _isComment;
    private bool _isTooLarge;

    private static ReadOnlySpan<byte> Bom => [0xef, 0xbb, 0xbf];

    /// <summary>The last event ID as of the last empty line. Valid until the next call.</summary>
    public ReadOnlySpan<byte> LastEventId => _fields.LastEventId;

    /// <summary>Reads the next piece of the stream and dispatches the events it completes.</summary>
    /// <returns>False when an event is larger than the limit: the stream cannot be read on until <see cref="Reset"/>.</returns>
    public bool Consume<THandler>(ReadOnlySpan<byte> bytes, ref THandler handler)
        where THandler : ISseHandler
    {
        if (!_isStarted)
        {
            bytes = SkipBom(bytes);
        }

        while (!bytes.IsEmpty && !_isTooLarge)
        {
            if (_skipsLf)
            {
                // The CR before ended its line at once, without waiting to see whether an LF follows.
                _skipsLf = false;
                if (bytes[0] == (byte)'\n')
                {
                    bytes = bytes[1..];
                    continue;
                }
            }

            int end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                Carry(bytes);
                break;
            }

            ReadOnlySpan<byte> line = bytes[..end];
            _skipsLf = bytes[end] == (byte)'\r';
            bytes = bytes[(end + 1)..];
            EndLine(line, bytes, ref handler);
        }

        return !_isTooLarge;
    }

    /// <summary>Forgets everything, for a new stream; the buffers go back to their pool.</summary>
    public void Reset()
    {
        _line.Free();
        _fields.Free();
        _bomBytesSeen = 0;
        _isStarted = _skipsLf = _isComment = _isTooLarge = false;
    }

    // One byte order mark at the very start is no part of the first line, even where it comes byte by byte.
    private ReadOnlySpan<byte> SkipBom(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (bytes[0] != Bom[_bomBytesSeen])
            {
                // Not a mark: what looked like its beginning belongs to the first line.
                _isStarted = true;
                _line.Append(Bom[.._bomBytesSeen]);
                break;
            }

            bytes = bytes[1..];
            if (++_bomBytesSeen == Bom.Length)
            {
                _isStarted = true;
                break;
            }
        }

        return bytes;
    }

    // The common case: a data line with the empty line right behind it, and no other data before.
    private bool IsWholeEvent(ReadOnlySpan<byte> line, ReadOnlySpan<byte> after)
    {
        int lf = _skipsLf && after.StartsWith("\n"u8) ? 1 : 0;
        return !_fields.HasData && !_isTooLarge && line.StartsWith("data:"u8) && line.Length <= maxEventBytes
            && after.Length > lf && after[lf] is (byte)'\n' or (byte)'\r';
    }

    private void Carry(ReadOnlySpan<byte> part)
    {
        _isComment |= _line.Length == 0 && part[0] == (byte)':';
        if (_isComment)
        {
            return;
        }

        if (_line.Length + (long)part.Length > maxEventBytes)
        {
            _isTooLarge = true;
            return;
        }

        _line.Append(part);
    }

    // What follows the line shows whether its event ends here.
    private void EndLine<THandler>(ReadOnlySpan<byte> line, ReadOnlySpan<byte> after, ref THandler handler)
        where THandler : ISseHandler
    {
        if (_isComment)
        {
            _isComment = false;
            return;
        }

        if (_line.Length > 0)
        {
            Carry(line);
            line = _line.Span;
        }

        if (IsWholeEvent(line, after))
        {
            // The empty line itself is left to the loop, where it finds no data.
            _fields.DispatchInPlace(EventFields.Value(line["data:"u8.Length..]), ref handler);
        }
        else if (!_isTooLarge)
        {
            ReadLine(line, ref handler);
        }

        _line.Clear();
    }

    private void ReadLine<THandler>(ReadOnlySpan<byte> line, ref THandler handler)
        where THandler : ISseHandler
    {
        if (line.IsEmpty)
        {
            _fields.Dispatch(ref handler);
        }
        else if (line[0] != (byte)':')
        {
            _isTooLarge = line.Length > maxEventBytes || !_fields.TryAdd(line);
        }
    }
}
