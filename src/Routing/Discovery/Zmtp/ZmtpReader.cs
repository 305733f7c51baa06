using System.Buffers.Binary;

namespace LoadGen.Routing.Discovery.Zmtp;

/// <summary>Takes what a <see cref="ZmtpReader"/> finds.</summary>
public interface IZmtpHandler
{
    /// <summary>The peer is ready: its socket type and its identity, which is often empty.</summary>
    void OnReady(string socketType, ReadOnlySpan<byte> identity);

    /// <summary>A message: its last part. REQ peers send an empty part before it.</summary>
    void OnMessage(ReadOnlySpan<byte> body);

    /// <summary>The peer asks for a PONG with this context.</summary>
    void OnPing(ReadOnlySpan<byte> context);
}

/// <summary>
/// The receiving side of ZMTP 3.0 (<see href="https://rfc.zeromq.org/spec/23/"/>) with the NULL mechanism, as a ROUTER socket sees it. Bytes
/// may come in any pieces. Nothing is allocated for a frame before its size is known to be within the limit.
/// <code>
/// connection = greeting ready *( command | message )
/// greeting   = %xFF 8OCTET %x7F              ; signature; the padding means nothing
///              major minor                   ; major >= 3; a higher version is spoken to in ours
///              20mechanism-char              ; "NULL", padded with zeros
///              as-server 31filler            ; mean nothing with NULL; 64 octets in all
/// command    = ( %x04 OCTET | %x06 8OCTET ) name-size name data
/// ready      = command, named "READY"; data = *( name-size name 4OCTET value )    ; Socket-Type, Identity
/// message    = *( %x01 OCTET body | %x03 8OCTET body ) ( %x00 OCTET body | %x02 8OCTET body )
/// flags      = bit 0 MORE, bit 1 LONG (an eight-octet size in network order), bit 2 COMMAND, others zero
/// </code>
/// Of ZMTP 3.1 it understands PING (<see href="https://rfc.zeromq.org/spec/37/"/>): data = 2OCTET (ttl) 0*16OCTET (context). Other commands
/// after READY are passed over, as libzmq does.
/// </summary>
public sealed class ZmtpReader
{
    /// <summary>Octets of a greeting.</summary>
    public const int GreetingLength = 64;

    private const int SignatureLength = 10;
    private const int MajorAt = 10;
    private const int MechanismAt = 12;
    private const int MechanismLength = 20;

    private const byte More = 1;
    private const byte Long = 2;
    private const byte Command = 4;

    private readonly int _sizeMax;
    private byte[] _pending = new byte[GreetingLength];
    private int _length;
    private long _earlierParts;
    private bool _isGreeted;

    /// <summary>Creates one for a new connection.</summary>
    /// <param name="sizeMax">Largest message, all its parts together, and largest command, in octets.</param>
    public ZmtpReader(int sizeMax) => _sizeMax = sizeMax;

    /// <summary>The handshake is over.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Why the connection must be closed; <see cref="ZmtpFailure.None"/> while all is well.</summary>
    public ZmtpFailure Failure { get; private set; }

    /// <summary>Takes the next bytes. False when the connection must be closed.</summary>
    public bool Consume<THandler>(ReadOnlySpan<byte> bytes, ref THandler handler)
        where THandler : IZmtpHandler
    {
        while (Failure == ZmtpFailure.None)
        {
            int needed = NeededLength();
            int taken = Math.Min(needed - _length, bytes.Length);
            if (Failure != ZmtpFailure.None)
            {
                break;
            }

            if (_pending.Length < needed)
            {
                Array.Resize(ref _pending, needed);
            }

            bytes[..taken].CopyTo(_pending.AsSpan(_length));
            bytes = bytes[taken..];
            _length += taken;
            if (!_isGreeted)
            {
                CheckGreeting();
            }

            if (_length < needed)
            {
                break;
            }

            if (NeededLength() == needed && Failure == ZmtpFailure.None)
            {
                OnWhole(ref handler);
                _length = 0;
            }
        }

        return Failure == ZmtpFailure.None;
    }

    // Octets of what is being read, as far as they are known: the greeting; or a frame's flags and size, and then its body.
    private int NeededLength()
    {
        if (!_isGreeted)
        {
            return GreetingLength;
        }

        if (_length == 0)
        {
            return 1;
        }

        byte flags = _pending[0];
        bool isCommand = (flags & Command) != 0;
        if ((flags & ~(More | Long | Command)) != 0 || (isCommand && (flags & More) != 0))
        {
            return Fail(ZmtpFailure.BadFlags);
        }

        if (!IsReady && !isCommand)
        {
            return Fail(ZmtpFailure.BadCommand);
        }

        int header = (flags & Long) != 0 ? 9 : 2;
        if (_length < header)
        {
            return header;
        }

        ulong size = header == 9 ? BinaryPrimitives.ReadUInt64BigEndian(_pending.AsSpan(1)) : _pending[1];
        ulong limit = (ulong)(_sizeMax - (isCommand ? 0 : _earlierParts));
        return size > limit ? Fail(ZmtpFailure.TooLarge) : header + (int)size;
    }

    // As soon as something is wrong with it: whoever speaks HTTP here may never send 64 octets.
    private void CheckGreeting()
    {
        ReadOnlySpan<byte> greeting = _pending.AsSpan(0, _length);
        if (greeting is [not 0xFF, ..] || (greeting.Length >= SignatureLength && greeting[SignatureLength - 1] != 0x7F))
        {
            Fail(ZmtpFailure.NotZmtp);
        }
        else if (greeting.Length > MajorAt && greeting[MajorAt] < 3)
        {
            Fail(ZmtpFailure.OldVersion);
        }
        else if (greeting.Length >= MechanismAt + MechanismLength
            && !greeting.Slice(MechanismAt, MechanismLength).TrimEnd((byte)0).SequenceEqual("NULL"u8))
        {
            Fail(ZmtpFailure.OtherMechanism);
        }
    }

    private void OnWhole<THandler>(ref THandler handler)
        where THandler : IZmtpHandler
    {
        if (!_isGreeted)
        {
            _isGreeted = true;
            return;
        }

        byte flags = _pending[0];
        ReadOnlySpan<byte> body = _pending.AsSpan((flags & Long) != 0 ? 9 : 2, _length - ((flags & Long) != 0 ? 9 : 2));
        if ((flags & Command) != 0)
        {
            OnCommand(body, ref handler);
        }
        else if ((flags & More) != 0)
        {
            // An empty part counts too, or endless ones would never end.
            _earlierParts += body.Length + 1;
            if (_earlierParts > _sizeMax)
            {
                Fail(ZmtpFailure.TooLarge);
            }
        }
        else
        {
            _earlierParts = 0;
            handler.OnMessage(body);
        }
    }

    private void OnCommand<THandler>(ReadOnlySpan<byte> body, ref THandler handler)
        where THandler : IZmtpHandler
    {
        if (body.IsEmpty || body[0] == 0 || body.Length < 1 + body[0])
        {
            Fail(ZmtpFailure.BadCommand);
            return;
        }

        ReadOnlySpan<byte> name = body.Slice(1, body[0]);
        ReadOnlySpan<byte> data = body[(1 + body[0])..];
        if (name.SequenceEqual("ERROR"u8))
        {
            Fail(ZmtpFailure.PeerError);
        }
        else if (!IsReady)
        {
            OnReady(name, data, ref handler);
        }
        else if (name.SequenceEqual("PING"u8) && data.Length is >= 2 and <= 18)
        {
            handler.OnPing(data[2..]);
        }
    }

    private void OnReady<THandler>(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, ref THandler handler)
        where THandler : IZmtpHandler
    {
        if (!name.SequenceEqual("READY"u8) || !ZmtpMetadata.TryParse(data, out ZmtpMetadata metadata))
        {
            Fail(ZmtpFailure.BadCommand);
        }
        else if (metadata.SocketType is not ("DEALER" or "REQ" or "ROUTER"))
        {
            Fail(ZmtpFailure.OtherSocketType);
        }
        else
        {
            IsReady = true;
            handler.OnReady(metadata.SocketType, metadata.Identity);
        }
    }

    private int Fail(ZmtpFailure failure)
    {
        Failure = failure;
        return 0;
    }
}
