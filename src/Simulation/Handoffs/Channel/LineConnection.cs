using System.Net.Sockets;
using System.Text;

namespace LoadGen.Simulation.Handoffs.Channel;

/// <summary>A socket read and written in lines.</summary>
internal sealed class LineConnection(Socket socket) : IDisposable
{
    // Ids of a few hundred bytes and a dozen facts: what is longer is no line of ours.
    private const int LineBytesMax = 16 * 1024;

    private readonly byte[] _buffer = new byte[LineBytesMax];
    private int _length;

    /// <summary>The next line, without LF or CRLF; null when the peer has closed.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            int end = _buffer.AsSpan(0, _length).IndexOf((byte)'\n');
            if (end >= 0)
            {
                string line = Encoding.UTF8.GetString(_buffer, 0, end).TrimEnd('\r');
                _length -= end + 1;
                _buffer.AsSpan(end + 1, _length).CopyTo(_buffer);
                return line;
            }

            if (_length == _buffer.Length)
            {
                throw new IOException($"a line of more than {LineBytesMax} bytes on the side channel");
            }

            int read = await socket.ReceiveAsync(_buffer.AsMemory(_length), cancellation);
            if (read == 0)
            {
                return null;
            }

            _length += read;
        }
    }

    public async Task WriteAsync(string text, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> rest = Encoding.UTF8.GetBytes(text);
        while (!rest.IsEmpty)
        {
            rest = rest[await socket.SendAsync(rest, cancellation)..];
        }
    }

    public void Dispose() => socket.Dispose();
}
