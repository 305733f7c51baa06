using System.Buffers.Binary;
using System.Text;

namespace LoadGen.Routing.Tests.Discovery.Zmtp;

/// <summary>What a libzmq peer puts on the wire, byte for byte.</summary>
internal static class Wire
{
    // As libzmq 4.3 sends it: version 3.1, and the length of an identity in the padding.
    public static byte[] Greeting { get; } =
        [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 1, .. "NULL"u8, .. new byte[16], 0, .. new byte[31]];

    public static byte[] Ready(string socketType = "DEALER", string identity = "") =>
        Command("READY", [.. Property("Socket-Type", socketType), .. Property("Identity", identity)]);

    public static byte[] Hello(string socketType = "DEALER", string identity = "") => [.. Greeting, .. Ready(socketType, identity)];

    public static byte[] Property(string name, string value)
    {
        byte[] size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, value.Length);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. size, .. Encoding.ASCII.GetBytes(value)];
    }

    public static byte[] Command(string name, byte[] data) => Frame(4, [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. data]);

    public static byte[] Message(byte[] body, bool isLong = false) => Frame((byte)(isLong ? 2 : 0), body);

    public static byte[] Part(byte[] body) => Frame(1, body);

    public static byte[] Frame(byte flags, byte[] body)
    {
        if (body.Length <= 255 && (flags & 2) == 0)
        {
            return [flags, (byte)body.Length, .. body];
        }

        byte[] size = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, body.Length);
        return [(byte)(flags | 2), .. size, .. body];
    }
}
