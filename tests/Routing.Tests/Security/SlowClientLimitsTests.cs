using LoadGen.Routing.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadGen.Routing.Tests.Security;

public sealed class SlowClientLimitsTests
{
    [Fact]
    public void All_limits_reach_the_server()
    {
        var server = new KestrelServerOptions();
        new SlowClientLimits
        {
            HeadersTimeoutS = 3,
            KeepAliveTimeoutS = 4,
            BodyRateMinBytesPerS = 1_000,
            ResponseRateMinBytesPerS = 0,
            RateGraceS = 6,
            HeaderBytesMax = 2_000_000,
            HeaderCountMax = 50,
            RequestLineBytesMax = 4_096,
            BodyBytesMax = 1_000_000,
            ConnectionsMax = 5_000,
        }.ApplyTo(server);

        KestrelServerLimits limits = server.Limits;
        Assert.Equal(TimeSpan.FromSeconds(3), limits.RequestHeadersTimeout);
        Assert.Equal(TimeSpan.FromSeconds(4), limits.KeepAliveTimeout);
        Assert.Equal((1_000, TimeSpan.FromSeconds(6)), (limits.MinRequestBodyDataRate!.BytesPerSecond, limits.MinRequestBodyDataRate.GracePeriod));
        Assert.Null(limits.MinResponseDataRate);
        Assert.Equal((2_000_000, 50, 4_096), (limits.MaxRequestHeadersTotalSize, limits.MaxRequestHeaderCount, limits.MaxRequestLineSize));
        Assert.True(limits.MaxRequestBufferSize >= limits.MaxRequestHeadersTotalSize);
        Assert.Equal((1_000_000, 5_000), (limits.MaxRequestBodySize, limits.MaxConcurrentConnections));
        Assert.False(server.AddServerHeader);
    }

    [Fact]
    public void The_defaults_are_in_order_and_limit_bodies_to_512_MB_and_connections_not()
    {
        var server = new KestrelServerOptions();
        new SlowClientLimits().ApplyTo(server);
        Assert.Equal(512L * 1024 * 1024, server.Limits.MaxRequestBodySize);
        Assert.Null(server.Limits.MaxConcurrentConnections);
        Assert.NotNull(server.Limits.MinRequestBodyDataRate);
    }

    [Fact]
    public void Limits_that_cannot_be_are_named_all_of_them_with_what_would_be_right()
    {
        SlowClientLimits limits = new() { HeadersTimeoutS = 0, BodyBytesMax = -1, ConnectionsMax = -1, RateGraceS = 1, BodyRateMinBytesPerS = double.NaN };
        Assert.Equal(
            ["headers_timeout_s", "body_bytes_max", "body_rate_min_bytes_per_s", "connections_max", "rate_grace_s"],
            limits.Problems().Select(problem => problem.Split(' ')[1]));
        Assert.All(limits.Problems(), problem => Assert.EndsWith("right", problem, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => limits.ApplyTo(new KestrelServerOptions()));
    }
}
