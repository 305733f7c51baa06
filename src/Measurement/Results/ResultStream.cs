namespace LoadGen.Measurement.Results;

/// <summary>
/// A file of a run, all of whose failures to write are <see cref="IOException"/>s: the framework reports a file that meets the size limit
/// of the process or file system (EFBIG) as an argument out of range.
/// </summary>
internal sealed class ResultStream : FileStream
{
    public ResultStream(string path, FileShare share, int bufferSize)
        : base(path, FileMode.Create, FileAccess.Write, share, bufferSize)
    {
    }

    public ResultStream(string path, FileStreamOptions options)
        : base(path, options)
    {
    }

    // The overload for spans ends up here too, in a derived class.
    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            base.Write(buffer, offset, count);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw TooLarge(e);
        }
    }

    /// <inheritdoc/>
    public override void Flush(bool flushToDisk)
    {
        try
        {
            base.Flush(flushToDisk);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw TooLarge(e);
        }
    }

    /// <inheritdoc/>
    public override void SetLength(long value)
    {
        try
        {
            base.SetLength(value);
        }
        catch (ArgumentOutOfRangeException e) when (value >= 0)
        {
            throw TooLarge(e);
        }
    }

    private static IOException TooLarge(ArgumentOutOfRangeException e) => new("the file size limit is reached", e);
}
