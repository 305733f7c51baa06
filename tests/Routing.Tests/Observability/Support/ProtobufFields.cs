using System.Buffers.Binary;

namespace LoadGen.Routing.Tests.Observability.Support;

/// <summary>Reads Protocol Buffers' wire format, as far as OTLP's spans need it (https://protobuf.dev/programming-guides/encoding/).</summary>
internal static class ProtobufFields
{
    /// <summary>The fields of a message: their numbers and, for those that have a length, their bytes.</summary>
    public static List<(int Number, byte[] Bytes)> Read(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        int at = 0;
        while (at < message.Length)
        {
            ulong tag = Varint(message, ref at);
            int length = (tag & 7) switch
            {
                0 => 0,
                1 => 8,
                2 => (int)Varint(message, ref at),
                5 => 4,
                _ => throw new InvalidDataException($"wire type {tag & 7} at {at}"),
            };
            byte[] bytes = (tag & 7) == 0 ? BitConverter.GetBytes(Varint(message, ref at)) : message.AsSpan(at, length).ToArray();
            fields.Add(((int)(tag >> 3), bytes));
            at += length;
        }

        return fields;
    }

    /// <summary>The spans of an export request: resource_spans (1), its scope_spans (2), their spans (2).</summary>
    public static IEnumerable<OtlpSpan> Spans(byte[] request) =>
        from resource in Read(request)
        where resource.Number == 1
        from scope in Read(resource.Bytes)
        where scope.Number == 2
        from span in Read(scope.Bytes)
        where span.Number == 2
        select new OtlpSpan(Read(span.Bytes));

    private static ulong Varint(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}

/// <summary>A span by the numbers of OTLP's trace.proto.</summary>
internal sealed class OtlpSpan(List<(int Number, byte[] Bytes)> fields)
{
    public UInt128 TraceId => BinaryPrimitives.ReadUInt128BigEndian(Field(1)!);

    public ulong SpanId => BinaryPrimitives.ReadUInt64BigEndian(Field(2)!);

    public ulong ParentId => Field(4) is { Length: 8 } id ? BinaryPrimitives.ReadUInt64BigEndian(id) : 0;

    public string Name => System.Text.Encoding.UTF8.GetString(Field(5)!);

    public int Kind => Field(6)![0];

    /// <summary>Texts of attributes and of the status.</summary>
    public bool Says(string text) => fields.Any(field => field.Bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0);

    private byte[]? Field(int number) => fields.FirstOrDefault(field => field.Number == number).Bytes;
}
