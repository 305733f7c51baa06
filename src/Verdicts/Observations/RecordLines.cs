using System.Text.Json;

namespace LoadGen.Verdicts.Observations;

/// <summary>Lines of a records file, one at a time and none longer than a record can be: what is read may be anybody's.</summary>
internal sealed class RecordLines(Stream stream)
{
    /// <summary>The longest line taken. A record has some hundred bytes, and what a server said in an error.</summary>
    public const int BytesMax = 1 << 20;

    private const int FirstBytes = 64 * 1024;

    private byte[] _buffer = new byte[FirstBytes];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The line last read, or that could not be: from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line without its end, valid until the next call; false at the file's end.</summary>
    /// <exception cref="JsonException">It is too long to be a record.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        Number++;
        for (int searched = 0; ;)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = _buffer.AsSpan(_start, searched + length);
                _start += searched + length + 1;
                return true;
            }

            searched = _end - _start;
            if (_isAtEnd)
            {
                line = _buffer.AsSpan(_start, searched);
                _start = _end;
                return searched > 0;
            }

            if (searched > BytesMax)
            {
                throw new JsonException($"the line is longer than {BytesMax} bytes");
            }

            Fill();
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
    }
}
