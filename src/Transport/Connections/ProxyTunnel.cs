using System.Buffers;
using System.Net.Sockets;
using System.Text;
using LoadGen.Transport.Http.Parsing;

namespace LoadGen.Transport.Connections;

/// <summary>Has a proxy open a tunnel to a target: <c>CONNECT host:port</c> (RFC 9110 §9.3.6). What follows on the stream is the target's.</summary>
internal static class ProxyTunnel
{
    private const int MaxHeadBytes = 16_384;
    private const int AuthenticationRequired = 407;

    /// <summary>Asks for the tunnel over <paramref name="wire"/>, a connection to the proxy, and waits for the answer.</summary>
    /// <exception cref="TransportException"><see cref="TransportError.ProxyFailed"/>.</exception>
    public static async Task OpenAsync(Stream wire, PinnedTarget target, CancellationToken cancellation)
    {
        ProxyServer proxy = target.Proxy!;
        try
        {
            await wire.WriteAsync(Request(target, proxy), cancellation);
            await ReadAnswerAsync(wire, target, proxy, cancellation);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw new TransportException(TransportError.ProxyFailed, $"the proxy {proxy.Display} broke the connection instead of opening a tunnel to {target.Display}", e);
        }
        catch (TransportException e) when (e.Error != TransportError.ProxyFailed)
        {
            throw new TransportException(TransportError.ProxyFailed, $"the proxy {proxy.Display} does not answer as an HTTP proxy: {e.Message}", e);
        }
    }

    private static byte[] Request(PinnedTarget target, ProxyServer proxy)
    {
        string authorization = proxy.Authorization is { } secret ? $"Proxy-Authorization: {secret}\r\n" : "";
        return Encoding.UTF8.GetBytes($"CONNECT {target.Display} HTTP/1.1\r\nHost: {target.Display}\r\n{authorization}\r\n");
    }

    private static async Task ReadAnswerAsync(Stream wire, PinnedTarget target, ProxyServer proxy, CancellationToken cancellation)
    {
        byte[] buffer = new byte[MaxHeadBytes + 1];
        var scanner = new HeadScanner(MaxHeadBytes, MaxHeadBytes);
        int length = 0;
        long end;
        do
        {
            int read = await wire.ReadAsync(buffer.AsMemory(length), cancellation);
            if (read == 0)
            {
                throw new IOException("the connection was closed");
            }

            length += read;
        }
        while ((end = scanner.FindEnd(new ReadOnlySequence<byte>(buffer, 0, length))) < 0);

        HeadFacts facts = default;
        HeadParser.Parse(buffer.AsSpan(0, (int)end), ref facts);
        if (facts.StatusCode is < 200 or > 299)
        {
            throw Refused(facts.StatusCode, target, proxy);
        }

        if (length > end)
        {
            // The client speaks first in TLS: whoever sent this is not the target.
            throw new TransportException(TransportError.ProxyFailed, $"the proxy {proxy.Display} sent bytes of its own into the tunnel to {target.Display}");
        }
    }

    private static TransportException Refused(int status, PinnedTarget target, ProxyServer proxy) => new(
        TransportError.ProxyFailed,
        status == AuthenticationRequired
            ? $"the proxy {proxy.Display} {(proxy.Authorization is null ? "wants a user and a password" : "refuses the user or the password")} (HTTP 407); they stand in its URL: http://USER:PASSWORD@{proxy.Display}"
            : $"the proxy {proxy.Display} refused a tunnel to {target.Display}: HTTP {status}");
}
