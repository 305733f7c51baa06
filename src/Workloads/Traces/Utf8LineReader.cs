namespace LoadGen.Workloads.Traces;

/// <summary>
/// Lines of a stream as UTF-8 bytes, ended by LF or CRLF, the last one perhaps by neither; a byte order mark is dropped. No string is
/// made of a line that is as it should be.
/// </summary>
internal sealed class Utf8LineReader(Stream stream, int maxLineBytes = Utf8LineReader.MaxLineBytes) : IDisposable
{
    /// <summary>The longest line taken: one with a million block hashes, 512 million tokens of prompt, is shorter.</summary>
    public const int MaxLineBytes = 16 * 1024 * 1024;

    private readonly StreamWindow _window = new(stream);

    /// <summary>Where the line last read begins, in bytes from the stream's start.</summary>
    public long LineOffset { get; private set; }

    /// <summary>The line last read, from 1; 0 before the first.</summary>
    public int LineNumber { get; private set; }

    /// <summary>The next line without its end, valid until the next call. False at the end, or with a problem.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line, ref string? problem)
    {
        line = default;
        int searched = 0;
        while (true)
        {
            ReadOnlySpan<byte> bytes = _window.Bytes;
            int feed = bytes[searched..].IndexOf((byte)'\n');
            if (feed >= 0)
            {
                line = Take(searched + feed, terminatorBytes: 1);
                return true;
            }

            if (_window.AtEnd)
            {
                line = bytes.IsEmpty ? default : Take(bytes.Length, terminatorBytes: 0);
                return !bytes.IsEmpty;
            }

            if (bytes.Length > maxLineBytes)
            {
                LineNumber++;
                problem = $"the line is longer than {maxLineBytes} bytes; there must be one record a line";
                return false;
            }

            searched = bytes.Length;
            _window.Fill();
        }
    }

    public void Dispose() => _window.Dispose();

    private ReadOnlySpan<byte> Take(int length, int terminatorBytes)
    {
        ReadOnlySpan<byte> line = _window.Bytes[..length];
        LineOffset = _window.Offset;
        _window.Pass(length + terminatorBytes);
        if (++LineNumber == 1 && line.StartsWith("\uFEFF"u8))
        {
            LineOffset += 3;
            line = line[3..];
        }

        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }
}
