using LoadGen.Transport.Sse;

namespace LoadGen.Transport.Lines;

/// <summary>
/// Reads lines from bytes that arrive in any pieces: the framing of newline-delimited JSON (<c>application/x-ndjson</c>).
/// <code>
/// stream = *( line LF ) [ line ]        line = *any-byte-but-LF, a CR at its end being no part of it
/// </code>
/// Empty lines are passed over. The last line need not have an end: <see cref="Complete"/> hands it on.
/// </summary>
/// <param name="maxLineBytes">Longest line, in bytes.</param>
/// <remarks>A line that lies whole in one piece is handed on without a copy. Nothing is allocated per line.</remarks>
public sealed class LineParser(int maxLineBytes = 16 * 1024 * 1024)
{
    private PooledBytes _carried;

    /// <summary>Reads the next piece of the stream and hands on the lines it completes.</summary>
    /// <returns>False when a line is longer than the limit: the stream cannot be read on until <see cref="Reset"/>.</returns>
    public bool Consume<THandler>(ReadOnlySpan<byte> bytes, ref THandler handler)
        where THandler : ILineHandler
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> part = end < 0 ? bytes : bytes[..end];
            if (_carried.Length + (long)part.Length > maxLineBytes)
            {
                return false;
            }

            if (end < 0)
            {
                _carried.Append(part);
                break;
            }

            bytes = bytes[(end + 1)..];
            if (_carried.Length == 0)
            {
                HandOn(part, ref handler);
                continue;
            }

            _carried.Append(part);
            HandOn(_carried.Span, ref handler);
            _carried.Clear();
        }

        return true;
    }

    /// <summary>The stream is over: hands on what follows the last line's end.</summary>
    public void Complete<THandler>(ref THandler handler)
        where THandler : ILineHandler
    {
        HandOn(_carried.Span, ref handler);
        _carried.Clear();
    }

    /// <summary>Forgets everything, for a new stream; the buffer goes back to its pool.</summary>
    public void Reset() => _carried.Free();

    private static void HandOn<THandler>(ReadOnlySpan<byte> line, ref THandler handler)
        where THandler : ILineHandler
    {
        line = line.EndsWith("\r"u8) ? line[..^1] : line;
        if (!line.IsEmpty)
        {
            handler.OnLine(line);
        }
    }
}
