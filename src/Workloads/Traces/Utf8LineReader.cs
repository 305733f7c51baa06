using System.Buffers;

namespace LoadGen.Workloads.Traces;

/// <summary>
/// Lines of a stream as UTF-8 bytes, ended by LF or CRLF, the last one perhaps by neither; a byte order mark is dropped. No string is
/// made of a line that is as it should be.
/// </summary>
internal sealed class Utf8LineReader(Stream stream, int maxLineBytes = Utf8LineReader.MaxLineBytes) : IDisposable
{
    /// <summary>The longest line taken: one with a million block hashes, 512 million tokens of prompt, is shorter.</summary>
    public const int MaxLineBytes = 16 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private bool _atEnd;
    private long _bufferOffset;

    /// <summary>Where the line last read begins, in bytes from the stream's start.</summary>
    public long LineOffset { get; private set; }

    /// <summary>The line last read, from 1; 0 before the first.</summary>
    public int LineNumber { get; private set; }

    /// <summary>The next line without its end, valid until the next call. False at the end, or with a problem.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line, ref string? problem)
    {
        line = default;
        int searched = _start;
        while (true)
        {
            int feed = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                line = Take(searched + feed - _start, terminatorBytes: 1);
                return true;
            }

            if (_atEnd)
            {
                bool hasRest = _start < _end;
                line = hasRest ? Take(_end - _start, terminatorBytes: 0) : default;
                return hasRest;
            }

            if (_end - _start > maxLineBytes)
            {
                LineNumber++;
                problem = $"the line is longer than {maxLineBytes} bytes; there must be one record a line";
                return false;
            }

            int unsearched = _end - _start;
            Fill();
            searched = _start + unsearched;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = 0;
        _atEnd = true;
    }

    private ReadOnlySpan<byte> Take(int length, int terminatorBytes)
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, length);
        LineOffset = _bufferOffset + _start;
        _start += length + terminatorBytes;
        if (++LineNumber == 1 && line.StartsWith("\uFEFF"u8))
        {
            LineOffset += 3;
            line = line[3..];
        }

        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _bufferOffset += _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
    }
}
