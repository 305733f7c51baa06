using System.Buffers;

namespace LoadGen.Workloads.Traces;

/// <summary>
/// The part of a stream that is being looked at. It moves forward only; what has been passed is forgotten, and the buffer grows to the
/// longest part that was not. Bytes are valid until the next <see cref="Fill"/>.
/// </summary>
internal sealed class StreamWindow(Stream stream) : IDisposable
{
    // Of files, a read this large costs little beside what is done with it.
    private const int FirstBytes = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private long _bufferOffset;
    private int _start;
    private int _end;

    /// <summary>What has been read and not been passed.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Where <see cref="Bytes"/> begin, in bytes from the stream's start.</summary>
    public long Offset => _bufferOffset + _start;

    /// <summary>The stream has no more than <see cref="Bytes"/>.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Passes the first bytes.</summary>
    public void Pass(int bytes) => _start += bytes;

    /// <summary>Reads more behind <see cref="Bytes"/>, or finds the end.</summary>
    public void Fill()
    {
        if (_start > 0)
        {
            Bytes.CopyTo(_buffer);
            _bufferOffset += _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            Bytes.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        AtEnd = read == 0;
        _end += read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
        _start = _end = 0;
        AtEnd = true;
    }
}
