namespace LoadGen.Measurement.Tests.Support;

/// <summary>A file on a disk with so much room: a write that does not fit leaves its first part behind and fails, as ENOSPC does.</summary>
internal sealed class FillingStream(long room) : MemoryStream
{
    public int Failures { get; private set; }

    public bool IsDisposed { get; private set; }

    // MemoryStream's span overload calls this one in classes derived from it.
    public override void Write(byte[] buffer, int offset, int count)
    {
        int fits = (int)Math.Min(count, room - Length);
        base.Write(buffer, offset, fits);
        if (fits < count)
        {
            Failures++;
            throw new IOException("No space left on device");
        }
    }

    protected override void Dispose(bool disposing)
    {
        // What was written stays readable through ToArray.
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
