using System.Net;
using System.Net.Sockets;
using LoadGen.Routing.Discovery.Zmtp;

namespace LoadGen.Routing.Discovery.Heartbeats;

/// <summary>One worker's connection: shakes hands, hands messages on, and ends at the first thing that is wrong.</summary>
internal sealed class HeartbeatConnection : IZmtpHandler, IDisposable
{
    // A registration and its frame fit many times over.
    private const int ReceiveBytes = 2_048;

    private readonly Socket _socket;
    private readonly HeartbeatOptions _options;
    private readonly TimeProvider _time;
    private readonly ZmtpReader _reader;
    private readonly List<byte> _toSend = [];
    private readonly HashSet<string> _complaints = new(StringComparer.Ordinal);
    private long _deadline;

    public HeartbeatConnection(Socket socket, HeartbeatOptions options, TimeProvider time)
    {
        _socket = socket;
        _options = options;
        _time = time;
        _reader = new ZmtpReader(options.MessageBytesMax);
        Peer = socket.RemoteEndPoint;
        _deadline = In(options.HandshakeTimeout);
    }

    public EndPoint? Peer { get; }

    /// <summary>Takes a registration. False when there are too many.</summary>
    public required Func<Registration, bool> Register { get; init; }

    /// <summary>Takes what is wrong, each thing once a connection: a misconfigured worker says it again every 3 s.</summary>
    public required Action<HeartbeatRefusal> Refuse { get; init; }

    /// <summary>It has been silent for too long, or has not finished its handshake.</summary>
    public bool IsOverdue => _time.GetTimestamp() >= Volatile.Read(ref _deadline);

    /// <summary>Serves the peer until it goes, misbehaves or <see cref="Dispose"/> is called.</summary>
    public async Task RunAsync()
    {
        try
        {
            await _socket.SendAsync(ZmtpWriter.Hello);
            byte[] buffer = new byte[ReceiveBytes];
            while (await _socket.ReceiveAsync(buffer) is > 0 and int received && Take(buffer.AsSpan(0, received)))
            {
                if (_toSend.Count > 0)
                {
                    await _socket.SendAsync(_toSend.ToArray());
                    _toSend.Clear();
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer went away, or its time was over: its workers stay until their own time is.
        }
        finally
        {
            _socket.Dispose();
        }
    }

    public void Dispose() => _socket.Dispose();

    void IZmtpHandler.OnReady(string socketType, ReadOnlySpan<byte> identity) => Volatile.Write(ref _deadline, In(_options.SilenceTimeout));

    void IZmtpHandler.OnPing(ReadOnlySpan<byte> context) => _toSend.AddRange(ZmtpWriter.Pong(context));

    void IZmtpHandler.OnMessage(ReadOnlySpan<byte> body)
    {
        Volatile.Write(ref _deadline, In(_options.SilenceTimeout));
        if (!Registration.TryParse(body, out Registration? registration, out string problem))
        {
            Complain($"a registration is refused: {problem}");
        }
        else if (registration is null)
        {
            return;
        }
        else if (registration.TransferMode != _options.TransferMode)
        {
            Complain($"a registration of {registration.HttpAddress} is refused: its transfer_mode is {Mode(registration.TransferMode)}, and the router's protocol needs {Mode(_options.TransferMode)}");
        }
        else if (!Register(registration))
        {
            Complain($"a registration of {registration.HttpAddress} is refused: {_options.WorkersMax} workers are registered already");
        }
    }

    private static string Mode(string mode) => mode.Length == 0 ? "none" : mode;

    private bool Take(ReadOnlySpan<byte> bytes)
    {
        HeartbeatConnection self = this;
        if (_reader.Consume(bytes, ref self))
        {
            return true;
        }

        Complain($"the connection is closed: {_reader.Failure switch
        {
            ZmtpFailure.NotZmtp => "the peer does not speak ZMTP",
            ZmtpFailure.OldVersion => "the peer speaks ZMTP 2 or older; accepted: 3.0 and later (libzmq 4)",
            ZmtpFailure.OtherMechanism => "the peer wants another security mechanism; accepted: NULL",
            ZmtpFailure.TooLarge => $"a message is larger than {_options.MessageBytesMax} bytes",
            ZmtpFailure.OtherSocketType => "the peer's socket is neither DEALER nor REQ",
            ZmtpFailure.PeerError => "the peer sent ERROR",
            _ => "the peer's ZMTP is ill-formed",
        }}");
        return false;
    }

    private void Complain(string reason)
    {
        if (_complaints.Count < 8 && _complaints.Add(reason))
        {
            Refuse(new HeartbeatRefusal(Peer, reason));
        }
    }

    private long In(TimeSpan delay) => _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
}
