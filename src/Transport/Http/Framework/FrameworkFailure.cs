using System.Globalization;
using System.Net.Sockets;
using LoadGen.Transport.Connections;

namespace LoadGen.Transport.Http.Framework;

/// <summary>Turns what the framework's client throws into the closed set of <see cref="TransportError"/>.</summary>
internal static class FrameworkFailure
{
    // RFC 9113 §7: what one side says of the other's frames.
    private const long ProtocolError = 0x1;
    private const long FlowControlError = 0x3;
    private const long FrameSizeError = 0x6;
    private const long CompressionError = 0x9;

    /// <summary>What the client throws; anything else is a fault of this program and passes through.</summary>
    public static bool IsExpected(Exception e) => e is HttpRequestException or IOException or OperationCanceledException or SocketException or ObjectDisposedException;

    public static TransportException Of(Exception e, string peer)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case TransportException own:
                    return own;
                case HttpProtocolException protocol:
                    return OfProtocol(protocol, peer, e);
                case SocketException:
                    return WireFailure.OfReceive(inner, peer, closedByUs: false);
            }
        }

        HttpRequestError error = (e as HttpRequestException)?.HttpRequestError ?? (e as HttpIOException)?.HttpRequestError ?? HttpRequestError.Unknown;
        return error switch
        {
            HttpRequestError.ResponseEnded => new(TransportError.ConnectionClosed, $"{peer} closed the connection before the response was complete", e),
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => new(TransportError.MalformedResponse, $"{peer} broke the rules of HTTP/2: {Words(e)}", e),
            HttpRequestError.ConfigurationLimitExceeded => new(TransportError.HeadTooLarge, $"the response head of {peer} is larger than the limit: {Words(e)}", e),
            HttpRequestError.SecureConnectionError => new(TransportError.TlsFailure, $"TLS with {peer} failed: {Words(e)}", e),
            _ => new(TransportError.ConnectionClosed, $"the connection to {peer} was lost: {Words(e)}", e),
        };
    }

    private static TransportException OfProtocol(HttpProtocolException protocol, string peer, Exception e)
    {
        string code = string.Create(CultureInfo.InvariantCulture, $"{Name(protocol.ErrorCode)} (0x{protocol.ErrorCode:x})");
        return protocol.ErrorCode is ProtocolError or FlowControlError or FrameSizeError or CompressionError
            ? new(TransportError.MalformedResponse, $"{peer} and this side disagree about HTTP/2: {code}", e)
            : new(TransportError.ConnectionReset, $"{peer} ended the stream or the connection (RST_STREAM or GOAWAY): {code}", e);
    }

    private static string Name(long code) => code switch
    {
        0x0 => "NO_ERROR",
        ProtocolError => "PROTOCOL_ERROR",
        0x2 => "INTERNAL_ERROR",
        FlowControlError => "FLOW_CONTROL_ERROR",
        0x4 => "SETTINGS_TIMEOUT",
        0x5 => "STREAM_CLOSED",
        FrameSizeError => "FRAME_SIZE_ERROR",
        0x7 => "REFUSED_STREAM",
        0x8 => "CANCEL",
        CompressionError => "COMPRESSION_ERROR",
        0xa => "CONNECT_ERROR",
        0xb => "ENHANCE_YOUR_CALM",
        0xc => "INADEQUATE_SECURITY",
        0xd => "HTTP_1_1_REQUIRED",
        _ => "unknown error",
    };

    private static string Words(Exception e) => e.GetBaseException().Message;
}
