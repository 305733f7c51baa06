using System.Buffers;
using System.Text.Json;
using LoadGen.Transport;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Http.Framework;
using LoadGen.Transport.Loops;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Running;

/// <summary>Asks an endpoint which models it serves (<c>GET /v1/models</c>).</summary>
public static class ModelDiscovery
{
    private const int MaxBytes = 1 << 20;

    /// <summary>The first model listed.</summary>
    /// <exception cref="TransportException">The endpoint cannot be reached.</exception>
    /// <exception cref="ModelDiscoveryException">It answers, but lists no model; the message says what it answered.</exception>
    public static async Task<string> FirstModelAsync(
        Uri url, IReadOnlyList<KeyValuePair<string, string>> headers, TransportOptions options, IMonotonicClock clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(options);
        PinnedTarget target = await PinnedTarget.ResolveAsync(url, options.Route, null, cancellation);
        TransportOptions limited = options with { RequestTimeout = options.ConnectTimeout };
        var answer = new Answer();
        using (var loop = EventLoop.Start(0, LoopOptions.Default, clock))
        {
            bool isHttp2 = await HttpNegotiation.IsHttp2Async(target, limited, cancellation);
            using IHttpOrigin origin = isHttp2 ? new Http2Origin(target, limited, clock) : new HttpOrigin(new SocketConnector(target, limited, loop), limited, clock);
            await loop.RunAsync(() => AskAsync(loop, origin, target, url, headers, answer, cancellation));
        }

        return answer.Status == 200 && FirstId(answer.Body.WrittenMemory) is { } model
            ? model
            : throw new ModelDiscoveryException($"GET /v1/models answered with status {answer.Status} and no model; name one with --model");
    }

    private static async Task AskAsync(
        EventLoop loop, IHttpOrigin origin, PinnedTarget target, Uri url, IReadOnlyList<KeyValuePair<string, string>> headers, Answer answer, CancellationToken cancellation)
    {
        using var sweep = new DeadlineSweep(loop, origin);
        await using CancellationTokenRegistration stop = cancellation.Register(() => loop.Post(origin.AbortAll));
        string path = target.RequestTarget(url.AbsolutePath.TrimEnd('/') + "/v1/models");
        using var request = new HttpRequestBuffer(new HttpRequestTemplate("GET", path, target.HostHeader, [.. headers, .. target.ProxyHeaders]));
        IHttpConnection connection = await origin.RentAsync(cancellation);
        try
        {
            await connection.SendAsync(request);
            await connection.ReceiveAsync(answer);
        }
        finally
        {
            origin.Return(connection);
        }
    }

    private static string? FirstId(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("data"u8, out JsonElement data) && data.ValueKind == JsonValueKind.Array && data.GetArrayLength() > 0
                && data[0].ValueKind == JsonValueKind.Object && data[0].TryGetProperty("id"u8, out JsonElement id) && id.ValueKind == JsonValueKind.String
                ? id.GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or a name that is no text (half a surrogate pair): there is no model in it, and the caller's message says so.
            return null;
        }
    }

    private sealed class Answer : IHttpResponseHandler
    {
        public int Status { get; private set; }

        public ArrayBufferWriter<byte> Body { get; } = new();

        public void OnHead(in HttpResponseHead head, long stampNs) => Status = head.StatusCode;

        public void OnBody(ReadOnlySpan<byte> bytes, long stampNs) =>
            Body.Write(bytes[..Math.Clamp(MaxBytes - Body.WrittenCount, 0, bytes.Length)]);

        public void OnEnd(long stampNs)
        {
        }
    }
}

/// <summary>An endpoint answers, but does not say which models it serves.</summary>
public sealed class ModelDiscoveryException : Exception
{
    /// <summary>Creates the failure.</summary>
    public ModelDiscoveryException(string message)
        : base(message)
    {
    }
}
