using System.Buffers.Binary;

namespace LoadGen.Routing.Discovery.Zmtp;

/// <summary>What a ROUTER socket that only listens has to say. See <see cref="ZmtpReader"/> for the grammar.</summary>
internal static class ZmtpWriter
{
    private const int PingContextMax = 16;

    /// <summary>
    /// The whole greeting and READY. They may go out at once: with NULL neither side waits for the other, and the ZMTP 3.0 that we announce is
    /// what every libzmq since 4.0 (2013) speaks.
    /// </summary>
    public static ReadOnlyMemory<byte> Hello { get; } = MakeHello();

    /// <summary>The answer to a PING.</summary>
    public static byte[] Pong(ReadOnlySpan<byte> context)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(context.Length, PingContextMax);
        return [0x04, (byte)(5 + context.Length), 4, .. "PONG"u8, .. context];
    }

    private static byte[] MakeHello()
    {
        byte[] greeting = new byte[ZmtpReader.GreetingLength];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        "NULL"u8.CopyTo(greeting.AsSpan(12));
        byte[] metadata = [.. Property("Socket-Type"u8, "ROUTER"u8), .. Property("Identity"u8, [])];
        return [.. greeting, 0x04, (byte)(6 + metadata.Length), 5, .. "READY"u8, .. metadata];
    }

    private static byte[] Property(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        byte[] size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, value.Length);
        return [(byte)name.Length, .. name, .. size, .. value];
    }
}
