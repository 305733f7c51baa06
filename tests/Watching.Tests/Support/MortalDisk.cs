namespace LoadGen.Watching.Tests.Support;

/// <summary>The process is killed: nothing of it goes on.</summary>
internal sealed class KilledException : Exception;

/// <summary>Files whose writer is killed at a chosen write: before it, in the middle of it, or after it. Or that are full for a while.</summary>
internal sealed class MortalDisk
{
    /// <summary>The write, from 1, at which the writer dies; 0 for none.</summary>
    public int KilledAt { get; set; }

    /// <summary>How much of that write still reaches the file: 0 nothing, 1 all of it.</summary>
    public double Reaches { get; set; }

    /// <summary>Writes fail, half done, as on a full disk.</summary>
    public bool IsFull { get; set; }

    /// <summary>Writes so far.</summary>
    public int Writes { get; private set; }

    public Stream Open(string path) => IsFull && !File.Exists(path)
        ? throw new IOException("No space left on device")
        : new Segment(this, new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0));

    private sealed class Segment(MortalDisk disk, FileStream file) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position { get => file.Position; set => file.Position = value; }

        public override void Write(ReadOnlySpan<byte> bytes)
        {
            disk.Writes++;
            if (disk.IsFull)
            {
                file.Write(bytes[..(bytes.Length / 2)]);
                throw new IOException("No space left on device");
            }

            bool isLast = disk.Writes == disk.KilledAt;
            file.Write(isLast ? bytes[..(int)(bytes.Length * disk.Reaches)] : bytes);
            if (isLast)
            {
                throw new KilledException();
            }
        }

        public override void SetLength(long value) => file.SetLength(value);

        public override void Flush() => file.Flush();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
