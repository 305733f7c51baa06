using System.Text;
using LoadGen.Measurement.Results;

namespace LoadGen.Cli;

/// <summary>
/// Standard output whose failures are told from those of other files: whoever writes a line need not expect one. And standard error, whose
/// own failures there is nobody left to tell of.
/// </summary>
internal static class StandardStreams
{
    private static readonly UTF8Encoding s_encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Makes <see cref="Console.Out"/> and <see cref="Console.Error"/> such streams.</summary>
    public static void Install()
    {
        Console.SetOut(new StreamWriter(OpenOutput(), s_encoding) { AutoFlush = true });
        Console.SetError(new StreamWriter(new Guarded(Console.OpenStandardError(), isOutput: false), s_encoding) { AutoFlush = true });
    }

    /// <summary>Standard output for bytes. A write that fails throws an <see cref="OutputException"/>.</summary>
    public static Stream OpenOutput() => new Guarded(Console.OpenStandardOutput(), isOutput: true);

    private sealed class Guarded(Stream inner, bool isOutput) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                inner.Write(buffer);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (isOutput)
                {
                    throw new OutputException($"standard output cannot be written ({RunFolder.Reason(e)}): what was printed is not whole", e);
                }
            }
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
