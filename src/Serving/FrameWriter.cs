using System.Buffers.Text;

namespace LoadGen.Serving;

/// <summary>
/// A buffer in which a stream's next bytes are put together: HTTP chunks (RFC 9112 §7.1: <c>size-hex CRLF data CRLF</c>) of one SSE
/// event each. Each pacer or loop has one; nothing is allocated once it has grown to its working size.
/// </summary>
public sealed class FrameWriter
{
    // A few hundred chunks of an ordinary stream, for streams that send many at once.
    private byte[] _buffer = new byte[64 * 1024];
    private int _length;
    private bool _isChunked = true;

    /// <summary>What was put together since <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>False when it is time to send what there is.</summary>
    public bool HasRoom => _length < _buffer.Length / 2;

    /// <summary>Empties it for a stream's next bytes.</summary>
    /// <param name="isChunked">False where the body has no chunked coding (HTTP/1.0 knows none): only the data is written.</param>
    public void Begin(bool isChunked)
    {
        _length = 0;
        _isChunked = isChunked;
    }

    /// <summary>Bytes as they are, outside of any chunk.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        Put(bytes);
    }

    /// <summary>One chunk whose data is the parts in order.</summary>
    public void Chunk(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b = default, ReadOnlySpan<byte> c = default, ReadOnlySpan<byte> d = default)
    {
        int size = a.Length + b.Length + c.Length + d.Length;
        Reserve(size + 12);
        if (_isChunked)
        {
            Utf8Formatter.TryFormat(size, _buffer.AsSpan(_length), out int digits, 'x');
            _length += digits;
            Put("\r\n"u8);
        }

        Put(a);
        Put(b);
        Put(c);
        Put(d);
        if (_isChunked)
        {
            Put("\r\n"u8);
        }
    }

    /// <summary>The body's end: the last chunk. Without chunks the connection's end says it.</summary>
    public void EndBody()
    {
        if (_isChunked)
        {
            Raw("0\r\n\r\n"u8);
        }
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
        }
    }
}
