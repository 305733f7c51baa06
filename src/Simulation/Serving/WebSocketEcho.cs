using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using LoadGen.Simulation.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadGen.Simulation.Serving;

/// <summary><c>/ws</c>: sends every message back (RFC 6455), so that a router's upgraded connections can be tried.</summary>
internal static class WebSocketEcho
{
    // RFC 6455 §1.3.
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public static async Task HandleAsync(HttpContext http, CancellationToken stopping)
    {
        string key = http.Request.Headers.SecWebSocketKey.ToString();
        bool isHandshake = http.Request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase)
            && http.Request.Headers.SecWebSocketVersion == "13" && key.Length > 0;
        if (!isHandshake || http.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade)
        {
            http.Response.Headers.Upgrade = "websocket";
            http.Response.Headers.SecWebSocketVersion = "13";
            await Replies.ErrorAsync(http, 426, "/ws takes WebSocket handshakes of version 13");
            return;
        }

        http.Response.Headers.Upgrade = "websocket";
        http.Response.Headers.SecWebSocketAccept = AcceptFor(key);
        SimulatedHeader.Mark(http.Response);
        Stream stream = await upgrade.UpgradeAsync();
        using WebSocket socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await EchoAsync(socket, ended.Token);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException)
        {
            // The client broke off, or the engine stops: neither leaves anyone to tell.
            http.Abort();
        }
    }

    /// <summary>The handshake's answer to a key: the protocol prescribes the hash, nothing is kept secret by it.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 §4.2.2 prescribes SHA-1.")]
    public static string AcceptFor(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));

    private static async Task EchoAsync(WebSocket socket, CancellationToken cancellation)
    {
        byte[] buffer = new byte[16 * 1024];
        while (true)
        {
            ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(), cancellation);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, socket.CloseStatusDescription, cancellation);
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, cancellation);
        }
    }
}
