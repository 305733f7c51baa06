using System.Buffers;

namespace LoadGen.Measurement.Results;

/// <summary>
/// A file of whole lines, written while the run is on. Lines gather in memory and go out together; when the disk refuses them the
/// file is cut back to its last whole line, and the failure is thrown once.
/// </summary>
public sealed class LineFile : IDisposable
{
    // Large enough that a write is rare, small enough that a crash loses little; the collector also flushes each interval.
    private const int FlushBytes = 64 * 1024;

    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _pending = new(2 * FlushBytes);
    private long _wholeBytes;

    /// <summary>Takes the stream over.</summary>
    /// <param name="stream">Empty, unbuffered, and able to be cut back.</param>
    public LineFile(Stream stream) => _stream = stream;

    /// <summary>Where a line is put together. End it with <see cref="EndLine"/>.</summary>
    public IBufferWriter<byte> Output => _pending;

    /// <summary>A write failed: nothing more is written.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Lines on their way to the file.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines that are in the file.</summary>
    public long LinesWritten { get; private set; }

    /// <summary>Ends the line.</summary>
    public void EndLine()
    {
        _pending.GetSpan(1)[0] = (byte)'\n';
        _pending.Advance(1);
        Lines++;
        if (_pending.WrittenCount >= FlushBytes)
        {
            Flush();
        }
    }

    /// <summary>Writes what is pending.</summary>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void Flush()
    {
        if (_pending.WrittenCount == 0)
        {
            return;
        }

        if (HasFailed)
        {
            _pending.ResetWrittenCount();
            return;
        }

        try
        {
            _stream.Write(_pending.WrittenSpan);
            _wholeBytes += _pending.WrittenCount;
            LinesWritten = Lines;
        }
        catch (IOException)
        {
            HasFailed = true;
            CutBack(_stream, _wholeBytes);
            throw;
        }
        finally
        {
            _pending.ResetWrittenCount();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>Takes half a line off a file after a failed write, where that is possible.</summary>
    internal static void CutBack(Stream stream, long wholeBytes)
    {
        try
        {
            stream.SetLength(wholeBytes);
        }
        catch (IOException)
        {
            // A device or a share that is gone cannot be cut back: the failure to write is the one to tell.
        }
    }
}
