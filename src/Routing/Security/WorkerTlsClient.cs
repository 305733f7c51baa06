using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace LoadGen.Routing.Security;

/// <summary>
/// Opens a <see cref="SocketsHttpHandler"/>'s connections. The handler's own TLS always looks for the URL's host in the certificate, and
/// shares one chain policy among handshakes that run at once; a stream that is TLS already it takes as it is.
/// </summary>
internal sealed class WorkerTlsClient(string? serverName, bool insecure, X509ChainPolicy? trust, SslStreamCertificateContext? own)
{
    private static readonly List<SslApplicationProtocol> s_protocols = [SslApplicationProtocol.Http11];

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            return context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps
                ? await HandshakeAsync(stream, serverName ?? context.DnsEndPoint.Host, cancellation)
                : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<SslStream> HandshakeAsync(Stream stream, string host, CancellationToken cancellation)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                ApplicationProtocols = s_protocols,
                CertificateChainPolicy = trust?.Clone(),
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                ClientCertificateContext = own,
                RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None || insecure,
            },
            cancellation);
        return tls;
    }
}
