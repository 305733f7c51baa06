using System.Buffers.Binary;
using System.Text;

namespace LoadGen.Routing.Discovery.Zmtp;

/// <summary>
/// What READY says of a peer: <c>*( name-size name 4OCTET value )</c>, the value's size in network order, names in any case. Properties other
/// than these two are passed over.
/// </summary>
internal ref struct ZmtpMetadata
{
    /// <summary>Such as <c>DEALER</c>.</summary>
    public string SocketType { get; private set; }

    /// <summary>The peer's identity.</summary>
    public ReadOnlySpan<byte> Identity { get; private set; }

    /// <summary>Reads it. False when it is ill-formed, or names no socket type.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out ZmtpMetadata metadata)
    {
        metadata = new ZmtpMetadata { SocketType = "" };
        while (!data.IsEmpty)
        {
            int nameLength = data[0];
            if (nameLength == 0 || data.Length < 1 + nameLength + 4)
            {
                return false;
            }

            ReadOnlySpan<byte> name = data.Slice(1, nameLength);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(data[(1 + nameLength)..]);
            data = data[(1 + nameLength + 4)..];
            if (length > (uint)data.Length)
            {
                return false;
            }

            ReadOnlySpan<byte> value = data[..(int)length];
            data = data[(int)length..];
            if (Ascii.EqualsIgnoreCase(name, "Socket-Type"u8))
            {
                metadata.SocketType = Encoding.ASCII.GetString(value);
            }
            else if (Ascii.EqualsIgnoreCase(name, "Identity"u8))
            {
                metadata.Identity = value;
            }
        }

        return metadata.SocketType.Length > 0;
    }
}
