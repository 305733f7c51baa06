using System.Buffers.Binary;
using System.Text;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Simulation.Handoffs.Heartbeat;

/// <summary>What an engine says of itself to a router: a map in MessagePack (github.com/msgpack/msgpack, spec.md).</summary>
internal static class HeartbeatMessage
{
    /// <summary>The map for an engine.</summary>
    /// <param name="options">Its part.</param>
    /// <param name="http">Its HTTP <c>host:port</c>.</param>
    /// <param name="zmq">Its ZMQ <c>host:port</c>.</param>
    public static byte[] For(HandoffOptions options, string http, string zmq)
    {
        var fields = new List<(string Name, object Value)>
        {
            ("type", options.Role == SimulatedRole.Prefill ? "P" : "D"),
            ("http_address", http),
            ("zmq_address", zmq),
        };
        if (options.Protocol is HandoffKind.MoriioRead or HandoffKind.MoriioWrite)
        {
            fields.Add(("dp_size", options.DpSize));
            fields.Add(("tp_size", 1));
            fields.Add(("transfer_mode", options.Protocol == HandoffKind.MoriioRead ? "READ" : "WRITE"));
        }

        var bytes = new List<byte> { (byte)(0x80 | fields.Count) };
        foreach ((string name, object value) in fields)
        {
            AddText(bytes, name);
            if (value is int number)
            {
                AddNumber(bytes, number);
            }
            else
            {
                AddText(bytes, (string)value);
            }
        }

        return [.. bytes];
    }

    // fixstr up to 31 bytes, str 8 up to 255, which no address exceeds (RFC 1035: a name has at most 253).
    private static void AddText(List<byte> bytes, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        if (utf8.Length < 32)
        {
            bytes.Add((byte)(0xA0 | utf8.Length));
        }
        else
        {
            bytes.Add(0xD9);
            bytes.Add(checked((byte)utf8.Length));
        }

        bytes.AddRange(utf8);
    }

    // positive fixint, else uint 16: ranks are at most 1024.
    private static void AddNumber(List<byte> bytes, int number)
    {
        if (number < 128)
        {
            bytes.Add((byte)number);
            return;
        }

        Span<byte> big = stackalloc byte[3];
        big[0] = 0xCD;
        BinaryPrimitives.WriteUInt16BigEndian(big[1..], checked((ushort)number));
        bytes.AddRange(big);
    }
}
