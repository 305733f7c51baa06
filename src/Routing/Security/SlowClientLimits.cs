using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadGen.Routing.Security;

/// <summary>What a client may hold: time, connections, memory. Clients that trickle their bytes (slow loris) are cut off.</summary>
public sealed record SlowClientLimits
{
    /// <summary>Longest time from a connection's first byte, or the last response, to the end of a request's head.</summary>
    public double HeadersTimeoutS { get; init; } = 15;

    /// <summary>Longest time that a connection waits for its next request. Longer than clients' pools keep theirs: then clients close first.</summary>
    public double KeepAliveTimeoutS { get; init; } = 130;

    /// <summary>Least rate of a request's body, in bytes a second, once the grace is over. 0 sets none.</summary>
    public double BodyRateMinBytesPerS { get; init; } = 240;

    /// <summary>Least rate at which a client takes what was sent to it, in bytes a second, over the grace. 0 sets none. A silent engine does not count.</summary>
    public double ResponseRateMinBytesPerS { get; init; } = 240;

    /// <summary>How long a body may be slower than that.</summary>
    public double RateGraceS { get; init; } = 5;

    /// <summary>Most bytes of a request's header lines.</summary>
    public int HeaderBytesMax { get; init; } = 32_768;

    /// <summary>Most header lines of a request.</summary>
    public int HeaderCountMax { get; init; } = 100;

    /// <summary>Longest request line, in bytes.</summary>
    public int RequestLineBytesMax { get; init; } = 8_192;

    /// <summary>Largest request body, in bytes: images in a prompt come as base64.</summary>
    public long BodyBytesMax { get; init; } = 512L * 1024 * 1024;

    /// <summary>Most connections of clients; 0 sets no limit.</summary>
    public long ConnectionsMax { get; init; }

    /// <summary>What is wrong with the limits, one line each, with what would be right.</summary>
    public IEnumerable<string> Problems()
    {
        foreach ((string name, double value) in ((string, double)[])
            [
                ("headers_timeout_s", HeadersTimeoutS), ("keep_alive_timeout_s", KeepAliveTimeoutS), ("header_bytes_max", HeaderBytesMax),
                ("header_count_max", HeaderCountMax), ("request_line_bytes_max", RequestLineBytesMax), ("body_bytes_max", BodyBytesMax),
            ])
        {
            if (!(value > 0))
            {
                yield return $"limits: {name} is {value}: above 0 is right";
            }
        }

        foreach ((string name, double value) in ((string, double)[])
            [("body_rate_min_bytes_per_s", BodyRateMinBytesPerS), ("response_rate_min_bytes_per_s", ResponseRateMinBytesPerS), ("connections_max", ConnectionsMax)])
        {
            if (!(value >= 0))
            {
                yield return $"limits: {name} is {value}: 0 (none) or above is right";
            }
        }

        // Kestrel looks once a second and refuses a shorter grace.
        if (!(RateGraceS > 1))
        {
            yield return $"limits: rate_grace_s is {RateGraceS}: above 1 is right";
        }
    }

    /// <summary>Sets a server's limits.</summary>
    /// <exception cref="ArgumentException">The limits have problems; the first is named.</exception>
    public void ApplyTo(KestrelServerOptions server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (Problems().FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem);
        }

        server.AddServerHeader = false;
        server.AllowSynchronousIO = false;
        KestrelServerLimits limits = server.Limits;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(HeadersTimeoutS);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(KeepAliveTimeoutS);
        limits.MinRequestBodyDataRate = Rate(BodyRateMinBytesPerS);
        limits.MinResponseDataRate = Rate(ResponseRateMinBytesPerS);
        limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        limits.MaxRequestHeaderCount = HeaderCountMax;
        limits.MaxRequestLineSize = RequestLineBytesMax;
        limits.MaxRequestBufferSize = Math.Max(limits.MaxRequestBufferSize ?? 0, Math.Max(HeaderBytesMax, RequestLineBytesMax));
        limits.MaxRequestBodySize = BodyBytesMax;
        limits.MaxConcurrentConnections = ConnectionsMax > 0 ? ConnectionsMax : null;
        limits.MaxConcurrentUpgradedConnections = limits.MaxConcurrentConnections;
    }

    private MinDataRate? Rate(double bytesPerS) => bytesPerS > 0 ? new MinDataRate(bytesPerS, TimeSpan.FromSeconds(RateGraceS)) : null;
}
