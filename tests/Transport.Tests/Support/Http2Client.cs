using System.Buffers;
using LoadGen.Transport.Http;

namespace LoadGen.Transport.Tests.Support;

/// <summary>Short ways to one exchange over HTTP/2.</summary>
internal static class Http2Client
{
    public static HttpRequestBuffer Request(string body, params (string Name, string Value)[] headers)
    {
        var template = new HttpRequestTemplate("POST", "/v1/x?a=%2F1", "engine.test", headers.Select(h => KeyValuePair.Create(h.Name, h.Value)));
        var request = new HttpRequestBuffer(template);
        request.Write(Wire.Bytes(body));
        return request;
    }

    /// <summary>Sends a request and reads its response.</summary>
    public static async Task<RecordingHandler> ExchangeAsync(IHttpOrigin origin, string body, params (string Name, string Value)[] headers)
    {
        IHttpConnection connection = await origin.RentAsync(default);
        try
        {
            return await ExchangeAsync(connection, body, headers);
        }
        finally
        {
            origin.Return(connection);
        }
    }

    public static async Task<RecordingHandler> ExchangeAsync(IHttpConnection connection, string body, params (string Name, string Value)[] headers)
    {
        var handler = new RecordingHandler();
        using HttpRequestBuffer request = Request(body, headers);
        await connection.SendAsync(request);
        await connection.ReceiveAsync(handler);
        return handler;
    }

    public static Task<TransportException> FailAsync(IHttpOrigin origin) => Assert.ThrowsAsync<TransportException>(() => ExchangeAsync(origin, "{}"));
}
