using System.Buffers;

namespace LoadGen.Transport.Http;

/// <summary>
/// One request as contiguous bytes. The body is written first, behind a gap; the head, whose content length is known only then, is
/// placed right before it: one send, and the body is never copied. Not thread-safe.
/// </summary>
public sealed class HttpRequestBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstBytes = 4_096;
    private const int LeastFreeBytes = 256;

    // A 50k-token prompt makes a body of some 300 KB: not kept for the next request, which may be small.
    private const int MaxKeptBytes = 65_536;

    private readonly HttpRequestTemplate _template;
    private readonly int _bodyStart;
    private byte[] _buffer = [];
    private ReadOnlyMemory<byte> _ownValue;
    private int _end;
    private bool _isComplete;

    /// <summary>Creates an empty request.</summary>
    public HttpRequestBuffer(HttpRequestTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        _template = template;
        _bodyStart = template.MaxHeadBytes;
        _end = _bodyStart;
    }

    /// <summary>Bytes of body written so far.</summary>
    public int BodyBytes => _end - _bodyStart;

    /// <summary>The body written so far.</summary>
    internal ReadOnlyMemory<byte> Body => _buffer.AsMemory(Math.Min(_bodyStart, _buffer.Length), _buffer.Length == 0 ? 0 : BodyBytes);

    /// <summary>The head.</summary>
    internal HttpRequestTemplate Template => _template;

    /// <summary>What the template's own header says in this request; empty for nothing.</summary>
    internal ReadOnlyMemory<byte> OwnValue => _ownValue;

    /// <summary>Gives the template's own header a value in this request. Without one it is left out.</summary>
    /// <param name="value">At most <see cref="HttpRequestTemplate.MaxOwnValueBytes"/> visible ASCII characters. Kept, not copied, until the next <see cref="Reset"/>.</param>
    /// <exception cref="ArgumentException">It cannot stand in a header, or the template has none.</exception>
    public void SetOwnHeader(ReadOnlyMemory<byte> value)
    {
        if (!_template.HasOwnHeader)
        {
            throw new ArgumentException("the template has no header of which requests bring the value", nameof(value));
        }

        if (value.Length > HttpRequestTemplate.MaxOwnValueBytes || value.Span.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            throw new ArgumentException($"the value must be at most {HttpRequestTemplate.MaxOwnValueBytes} visible ASCII characters", nameof(value));
        }

        _ownValue = value;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _end);
        _end += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureFree(sizeHint);
        return _buffer.AsMemory(_end);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureFree(sizeHint);
        return _buffer.AsSpan(_end);
    }

    /// <summary>Places the head. The bytes are valid until <see cref="Reset"/> or <see cref="Dispose"/>; nothing more can be written.</summary>
    /// <returns>Head and body.</returns>
    public ReadOnlyMemory<byte> Complete()
    {
        if (!_isComplete && _buffer.Length == 0)
        {
            EnsureFree(0);
        }

        _isComplete = true;
        int start = _template.WriteBefore(_buffer.AsSpan(0, _bodyStart), BodyBytes, _ownValue.Span);
        return _buffer.AsMemory(start, _end - start);
    }

    /// <summary>Empties the request for the next one. A large buffer goes back to the pool.</summary>
    public void Reset()
    {
        _end = _bodyStart;
        _ownValue = default;
        _isComplete = false;
        if (_buffer.Length > MaxKeptBytes)
        {
            Dispose();
        }
    }

    /// <summary>Gives the buffer back to the pool. The request is empty then, and may be written again.</summary>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _end = _bodyStart;
        _isComplete = false;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void EnsureFree(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        if (_isComplete)
        {
            throw new InvalidOperationException("the request is complete: call Reset before writing the next");
        }

        int needed = Math.Max(sizeHint, LeastFreeBytes);
        if (_buffer.Length - _end >= needed)
        {
            return;
        }

        long doubled = Math.Min(Math.Max(_buffer.Length * 2L, FirstBytes), Array.MaxLength);
        byte[] larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Max(doubled, (long)_end + needed)));
        _buffer.AsSpan(0, _buffer.Length == 0 ? 0 : _end).CopyTo(larger);
        byte[] old = _buffer;
        _buffer = larger;
        if (old.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(old);
        }
    }
}
