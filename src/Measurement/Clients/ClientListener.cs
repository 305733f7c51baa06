using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using LoadGen.Measurement.Clients.Wire;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Clients;

/// <summary>Where clients report. Whoever does not know the token is closed on before anything it says is looked at; once all clients are there, nobody is let in any more.</summary>
public sealed class ClientListener : IDisposable
{
    private static readonly TimeSpan s_handshakeLimit = TimeSpan.FromSeconds(5);

    // So many at once may be asked for their proof: strangers cannot fill the memory.
    private const int MostStrangers = 64;

    private readonly TcpListener _listener;
    private readonly string _token;
    private readonly IMonotonicClock _clock;
    private readonly TimeProvider _time;
    private readonly Channel<RemoteClient> _arrived = Channel.CreateUnbounded<RemoteClient>();
    private readonly SemaphoreSlim _strangers = new(MostStrangers);
    private readonly CancellationTokenSource _stop = new();
    private int _refused;

    /// <summary>Listens.</summary>
    /// <param name="bind">On which address; port 0 for any.</param>
    /// <param name="token">What clients must know.</param>
    /// <param name="clock">The coordinator's clock.</param>
    /// <param name="time">For time limits.</param>
    /// <exception cref="ClientException">The address is taken, or not of this host.</exception>
    public ClientListener(IPEndPoint bind, string token, IMonotonicClock clock, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(bind);
        (_token, _clock, _time) = (token, clock, time);
        _listener = new TcpListener(bind);
        try
        {
            _listener.Start();
        }
        catch (SocketException e)
        {
            throw new ClientException($"--clients-listen {bind}: cannot listen there ({e.Message}); name a free port of an address of this host", isUsage: true);
        }

        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Bound => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>How many were refused: strangers, and clients with another token.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>The clients as they come.</summary>
    internal ChannelReader<RemoteClient> Arrived => _arrived.Reader;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _arrived.Writer.TryComplete();
        while (_arrived.Reader.TryRead(out RemoteClient? late))
        {
            late.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _strangers.WaitAsync(_stop.Token);
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                _ = WelcomeAsync(socket);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // A connection that was gone before it was taken up.
                _strangers.Release();
            }
        }
    }

    private async Task WelcomeAsync(Socket socket)
    {
        socket.NoDelay = true;
        var stream = new NetworkStream(socket, ownsSocket: true);
        FrameStream? frames = null;
        try
        {
            using var timer = new CancellationTokenSource(s_handshakeLimit, _time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, _stop.Token);
            if (await Handshake.AcceptAsync(stream, _token, limit.Token))
            {
                frames = new FrameStream(stream);
                if (await frames.ReadAsync(limit.Token) is { Kind: FrameKind.Hello } hello
                    && _arrived.Writer.TryWrite(new RemoteClient(frames, ReadIdentity(hello), _clock, _time)))
                {
                    return;
                }
            }

            Interlocked.Increment(ref _refused);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            Interlocked.Increment(ref _refused);
        }
        finally
        {
            _strangers.Release();
        }

        await stream.DisposeAsync();
    }

    private static ClientIdentity ReadIdentity(Frame hello)
    {
        var content = new WireReader(hello.Content);
        return ClientIdentity.Read(ref content);
    }
}
