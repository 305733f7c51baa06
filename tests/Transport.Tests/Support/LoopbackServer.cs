using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LoadGen.Shared.Servers;
using LoadGen.Transport.Connections;

namespace LoadGen.Transport.Tests.Support;

/// <summary>A server on this host whose every connection runs the same script.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly Func<Peer, Task> _script;
    private readonly X509Certificate2? _certificate;
    private readonly List<SslApplicationProtocol>? _protocols;
    private readonly X509Certificate2Collection? _chain;

    public LoopbackServer(
        Func<Peer, Task> script,
        X509Certificate2? certificate = null,
        IPAddress? address = null,
        List<SslApplicationProtocol>? protocols = null,
        X509Certificate2Collection? chain = null,
        string? unixSocket = null)
    {
        _script = script;
        _protocols = protocols;
        _chain = chain;
        _certificate = certificate;
        _listener = new LoopbackListener(ServeAsync, unixSocket is null ? new IPEndPoint(address ?? IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(unixSocket));
    }

    public int Port => _listener.Port;

    /// <summary>What went wrong in a script; not every client lets one finish.</summary>
    public List<Exception> Failures { get; } = [];

    public string? ServerName { get; private set; }

    /// <summary>A server that answers every request with the given bytes.</summary>
    public static LoopbackServer Answering(string response, X509Certificate2? certificate = null, IPAddress? address = null, X509Certificate2Collection? chain = null, string? unixSocket = null) => new(
        async peer =>
        {
            while (await peer.ReadRequestAsync())
            {
                await peer.WriteAsync(response);
            }
        },
        certificate,
        address,
        chain: chain,
        unixSocket: unixSocket);

    public ValueTask<PinnedTarget> TargetAsync(string? host = null) =>
        PinnedTarget.ResolveAsync(new Uri($"{(_certificate is null ? "http" : "https")}://{host ?? "127.0.0.1"}:{Port}"), new FixedResolver(IPAddress.Loopback));

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        using CancellationTokenRegistration closing = stop.Register(socket.Dispose);
        try
        {
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            await using var peer = new Peer(socket, await SecureAsync(stream, stop));
            await _script(peer);
        }
        catch (Exception e)
        {
            Failures.Add(e);
        }
    }

    private async Task<Stream> SecureAsync(Stream plain, CancellationToken stop)
    {
        if (_certificate is null)
        {
            return plain;
        }

        var tls = new SslStream(plain);
        var options = new SslServerAuthenticationOptions
        {
            ApplicationProtocols = _protocols,
            ServerCertificateContext = SslStreamCertificateContext.Create(_certificate, _chain, offline: true),
        };
        await tls.AuthenticateAsServerAsync(
            (_, hello, _, _) =>
            {
                ServerName = hello.ServerName;
                return new(options);
            },
            null,
            stop);
        return tls;
    }
}

/// <summary>The server's side of one connection.</summary>
internal sealed class Peer(Socket socket, Stream stream) : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[65_536];

    /// <summary>The request read last.</summary>
    public string Request { get; private set; } = "";

    /// <summary>Hands everything on to a port of this host, both ways, until either side ends.</summary>
    public async Task RelayAsync(int port)
    {
        using var onward = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await onward.ConnectAsync(IPAddress.Loopback, port);
        await using var far = new NetworkStream(onward);
        await Task.WhenAny(stream.CopyToAsync(far), far.CopyToAsync(stream));
    }

    /// <summary>Reads until an empty line; false at the end. (The tests' requests have no body.)</summary>
    public async Task<bool> ReadRequestAsync()
    {
        int length = 0;
        do
        {
            int read = await stream.ReadAsync(_buffer.AsMemory(length));
            if (read == 0)
            {
                return false;
            }

            length += read;
        }
        while (!_buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8));
        Request = System.Text.Encoding.Latin1.GetString(_buffer, 0, length);
        return true;
    }

    /// <summary>Reads <paramref name="count"/> bytes, whatever they are; returns how many came.</summary>
    public async Task<long> ReadAllOfAsync(long count)
    {
        long length = 0;
        while (length < count && await stream.ReadAsync(_buffer) is var read and > 0)
        {
            length += read;
        }

        return length;
    }

    public async Task WriteAsync(string text) => await stream.WriteAsync(Wire.Bytes(text));

    /// <summary>Closes with a reset instead of an orderly end.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}

/// <summary>A resolver with one answer, which counts its questions.</summary>
internal sealed class FixedResolver(params IPAddress[] addresses) : IDnsResolver
{
    public int Questions { get; private set; }

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation)
    {
        Questions++;
        return new(addresses);
    }
}
