using System.Diagnostics.CodeAnalysis;

namespace LoadGen.Transport.Http.Parsing;

/// <summary>Throws the parser's failures; kept apart so that the parsing methods stay small.</summary>
internal static class ProtocolFailure
{
    [DoesNotReturn]
    public static void Malformed(string message) => throw new TransportException(TransportError.MalformedResponse, message);

    [DoesNotReturn]
    public static void TooLarge(string message) => throw new TransportException(TransportError.HeadTooLarge, message);

    [DoesNotReturn]
    public static void Chunk(string expected, ReadOnlySpan<byte> found) =>
        throw new TransportException(TransportError.MalformedChunk, $"malformed chunk: {expected} expected, found {Excerpt.Of(found)}");

    [DoesNotReturn]
    public static void Closed(string where) =>
        throw new TransportException(TransportError.ConnectionClosed, $"the server closed the connection {where}");

    /// <summary>The first bytes are not <c>HTTP/1.</c>: says what they look like.</summary>
    [DoesNotReturn]
    public static void NotHttp(ReadOnlySpan<byte> found)
    {
        string hint =
            found.Length > 1 && found[0] is 0x15 or 0x16 && found[1] == 0x03 ? "; this is TLS: should the URL begin with https://?" :
            found.Length > 1 && found[0] == 0 && found[1] == 0 ? "; this looks like HTTP/2 without its upgrade" :
            found.StartsWith("HTTP/"u8) ? "; only HTTP/1.1 and HTTP/1.0 are spoken" :
            found.StartsWith("SSH-"u8) ? "; this is an SSH server" :
            "; is this an https port, or another protocol's?";
        Malformed($"the answer is not HTTP/1.1: it begins with {Excerpt.Of(found)}{hint}");
    }
}
