using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;

namespace LoadGen.Transport.Tests.Support;

/// <summary>Short ways to one exchange.</summary>
internal static class Client
{
    public static readonly byte[] Get = Wire.Bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

    public static readonly byte[] Head = Wire.Bytes("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");

    public static HttpConnection Over(Connection connection, TransportOptions? options = null)
    {
        var clock = new ManualClock();
        options ??= TransportOptions.Default;
        return new HttpConnection(connection, options, new Deadlines(options), clock, 0, 0);
    }

    /// <summary>Sends a GET and reads its response.</summary>
    public static async Task<RecordingHandler> ExchangeAsync(HttpConnection http, byte[]? request = null)
    {
        var handler = new RecordingHandler();
        await http.SendAsync(request ?? Get);
        await http.ReceiveAsync(handler);
        return handler;
    }

    /// <summary>The response that the pieces make.</summary>
    public static Task<RecordingHandler> ReadAsync(byte[][] pieces, TransportOptions? options = null, byte[]? request = null) =>
        ExchangeAsync(Over(ScriptedConnection.Playing(pieces), options), request);

    public static Task<RecordingHandler> ReadAsync(string response, TransportOptions? options = null, byte[]? request = null) =>
        ReadAsync([Wire.Bytes(response)], options, request);

    /// <summary>The failure that the pieces make.</summary>
    public static async Task<TransportException> FailAsync(byte[][] pieces, TransportOptions? options = null) =>
        await Assert.ThrowsAsync<TransportException>(() => ReadAsync(pieces, options));

    public static Task<TransportException> FailAsync(string response, TransportOptions? options = null) =>
        FailAsync([Wire.Bytes(response)], options);
}
