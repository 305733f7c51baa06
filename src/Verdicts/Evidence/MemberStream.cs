namespace LoadGen.Verdicts.Evidence;

/// <summary>The part of an archive's content that is one member: reads on from where the archive stands, and ends with the member.</summary>
internal sealed class MemberStream : Stream
{
    private readonly Stream _content;
    private long _left;

    /// <param name="content">The archive's content; it ends with this.</param>
    /// <param name="bytes">The member's length.</param>
    public MemberStream(Stream content, long bytes)
    {
        _content = content;
        Length = bytes;
        _left = bytes;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => Length - _left;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = _content.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }
}
