using System.Buffers.Binary;
using System.Net.Sockets;
using LoadGen.Simulation.Handoffs.Channel;

namespace LoadGen.Simulation.Handoffs.Heartbeat;

/// <summary>A DEALER socket of ZeroMQ that only sends: ZMTP 3.0 with the NULL mechanism (rfc.zeromq.org/spec/23).</summary>
/// <remarks>
/// <code>
/// greeting = %xFF 8%x00 %x7F  %x03 %x00  "NULL" 16%x00  %x00  31%x00         ; 64 bytes: signature, version, mechanism, as-server, filler
/// ready    = %x04 size %x05 "READY" *( name-length name 4-byte-length value ) ; a command
/// message  = ( %x00 1-byte-size / %x02 8-byte-size ) body                    ; the last frame of a message
/// </code>
/// </remarks>
internal sealed class ZmtpClient : IDisposable
{
    private const int GreetingBytes = 64;
    private const byte CommandFlag = 0x04;
    private const byte LongFlag = 0x02;

    private readonly Socket _socket;

    private ZmtpClient(Socket socket) => _socket = socket;

    /// <summary>Connects and shakes hands.</summary>
    /// <exception cref="IOException">The peer speaks no ZMTP 3, wants another mechanism, or went.</exception>
    /// <exception cref="SocketException">It cannot be reached.</exception>
    public static async Task<ZmtpClient> ConnectAsync(HostPort peer, string identity, CancellationToken cancellation)
    {
        var client = new ZmtpClient(new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        try
        {
            await client._socket.ConnectAsync(peer.Host, peer.Port, cancellation);
            await client.SendAllAsync(Greeting(), cancellation);
            byte[] greeting = await client.ReceiveAsync(GreetingBytes, cancellation);
            if (greeting[0] != 0xFF || greeting[9] != 0x7F || greeting[10] < 3 || !greeting.AsSpan(12, 20).TrimEnd((byte)0).SequenceEqual("NULL"u8))
            {
                throw new IOException($"{peer} does not speak ZMTP 3 with the NULL mechanism");
            }

            await client.SendAllAsync(Ready(identity), cancellation);
            await client.ReadReadyAsync(peer, cancellation);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Sends a message of one frame.</summary>
    /// <exception cref="SocketException">The peer went.</exception>
    public Task SendAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        byte[] frame;
        if (body.Length <= byte.MaxValue)
        {
            frame = [0, (byte)body.Length, .. body.Span];
        }
        else
        {
            Span<byte> head = stackalloc byte[9];
            head[0] = LongFlag;
            BinaryPrimitives.WriteInt64BigEndian(head[1..], body.Length);
            frame = [.. head, .. body.Span];
        }

        return SendAllAsync(frame, cancellation);
    }

    public void Dispose() => _socket.Dispose();

    private static byte[] Greeting()
    {
        byte[] greeting = new byte[GreetingBytes];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        "NULL"u8.CopyTo(greeting.AsSpan(12));
        return greeting;
    }

    private static byte[] Ready(string identity)
    {
        List<byte> body = [5, .. "READY"u8];
        AddProperty(body, "Socket-Type"u8, "DEALER"u8);
        AddProperty(body, "Identity"u8, System.Text.Encoding.UTF8.GetBytes(identity));
        return [CommandFlag, checked((byte)body.Count), .. body];
    }

    private static void AddProperty(List<byte> body, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        body.Add((byte)name.Length);
        body.AddRange(name);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        body.AddRange(length);
        body.AddRange(value);
    }

    private async Task ReadReadyAsync(HostPort peer, CancellationToken cancellation)
    {
        byte[] head = await ReceiveAsync(2, cancellation);
        if (head[0] != CommandFlag)
        {
            throw new IOException($"{peer} sent no READY");
        }

        byte[] body = await ReceiveAsync(head[1], cancellation);
        if (!body.AsSpan().StartsWith("\u0005READY"u8))
        {
            throw new IOException($"{peer} sent no READY");
        }
    }

    private async Task<byte[]> ReceiveAsync(int count, CancellationToken cancellation)
    {
        byte[] buffer = new byte[count];
        for (int got = 0; got < count;)
        {
            int read = await _socket.ReceiveAsync(buffer.AsMemory(got), cancellation);
            got += read > 0 ? read : throw new IOException("the peer closed the connection during the handshake");
        }

        return buffer;
    }

    private async Task SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, cancellation)..];
        }
    }
}
