using System.Buffers.Binary;
using System.Text;

namespace LoadGen.Routing.Tests.Discovery.Heartbeats;

/// <summary>Values as Python's msgpack packs them.</summary>
internal static class Packed
{
    public static byte[] P2pNccl(string type = "P", string http = "10.0.0.1:8000", string zmq = "10.0.0.1:21001") =>
        Map(("type", Text(type)), ("http_address", Text(http)), ("zmq_address", Text(zmq)));

    public static byte[] MoRIIo(string mode = "READ", string type = "P") => Map(
        ("type", Text(type)), ("http_address", Text("10.0.0.1:8000")), ("zmq_address", Text("host:10.0.0.1,handshake:6301,notify:61005")),
        ("dp_size", [8]), ("tp_size", [0xCC, 200]), ("transfer_mode", Text(mode)), ("node_hosts", [0x92, .. Text("a"), .. Text("b")]));

    public static byte[] Map(params (string Key, byte[] Value)[] entries) =>
        [(byte)(0x80 | entries.Length), .. entries.SelectMany(e => Text(e.Key).Concat(e.Value))];

    public static byte[] Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return utf8.Length switch
        {
            < 32 => [(byte)(0xA0 | utf8.Length), .. utf8],
            < 256 => [0xD9, (byte)utf8.Length, .. utf8],
            _ => [0xDA, (byte)(utf8.Length >> 8), (byte)utf8.Length, .. utf8],
        };
    }

    public static byte[] Integer(long value)
    {
        byte[] digits = new byte[9];
        digits[0] = 0xD3;
        BinaryPrimitives.WriteInt64BigEndian(digits.AsSpan(1), value);
        return digits;
    }
}
