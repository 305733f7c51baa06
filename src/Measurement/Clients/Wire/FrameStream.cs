using System.Buffers.Binary;
using System.Net.Sockets;

namespace LoadGen.Measurement.Clients.Wire;

/// <summary>Messages over a stream: length of what follows (4 bytes, little-endian), kind (1 byte), content. One reader; any number of writers.</summary>
internal sealed class FrameStream : IDisposable
{
    /// <summary>Longest message. A batch is cut far below it; a request of a million chunks takes 4 MB.</summary>
    public const int LongestFrame = 64 << 20;

    private const int HeaderBytes = 5;

    private readonly Stream _stream;
    private readonly Lock _writing = new();
    private readonly byte[] _header = new byte[HeaderBytes];
    private byte[] _out = new byte[4096];

    /// <summary>Takes the stream over.</summary>
    public FrameStream(Stream stream) => _stream = stream;

    /// <summary>Writes a message, and returns when the system has it. Any thread.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    public void Write(FrameKind kind, ReadOnlySpan<byte> content)
    {
        lock (_writing)
        {
            int length = HeaderBytes + content.Length;
            if (_out.Length < length)
            {
                _out = new byte[Math.Max(length, 2 * _out.Length)];
            }

            BinaryPrimitives.WriteInt32LittleEndian(_out, content.Length + 1);
            _out[HeaderBytes - 1] = (byte)kind;
            content.CopyTo(_out.AsSpan(HeaderBytes));
            try
            {
                _stream.Write(_out, 0, length);
            }
            catch (ObjectDisposedException e)
            {
                throw new IOException("the control connection is closed", e);
            }
        }
    }

    /// <summary>Reads the next message; null when the other side has closed.</summary>
    /// <exception cref="WireException">It is no message.</exception>
    /// <exception cref="IOException">The connection is gone.</exception>
    public async Task<Frame?> ReadAsync(CancellationToken cancellation)
    {
        int read = await _stream.ReadAtLeastAsync(_header, HeaderBytes, throwOnEndOfStream: false, cancellation);
        if (read == 0)
        {
            return null;
        }

        if (read < HeaderBytes)
        {
            throw new WireException("the control connection ended inside a message");
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(_header) - 1;
        if (length is < 0 or > LongestFrame)
        {
            throw new WireException($"a control message of {length + 1L} bytes is announced; the longest has {LongestFrame}");
        }

        byte[] content = new byte[length];
        if (await _stream.ReadAtLeastAsync(content, length, throwOnEndOfStream: false, cancellation) < length)
        {
            throw new WireException("the control connection ended inside a message");
        }

        return new Frame((FrameKind)_header[HeaderBytes - 1], content);
    }

    /// <summary>Why a connection broke, in a line: the system's own words where it has some.</summary>
    public static string Reason(Exception e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e is ObjectDisposedException ? "it was closed on this side" : (e.InnerException as SocketException ?? e).Message.ReplaceLineEndings(" ").TrimEnd('.');
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}

/// <summary>A message.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Content">What it holds.</param>
internal sealed record Frame(FrameKind Kind, byte[] Content);
