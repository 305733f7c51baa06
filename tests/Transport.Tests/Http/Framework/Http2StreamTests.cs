using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Http.Framework;
using LoadGen.Transport.Tests.Support;
using LoadGen.Transport.Timing;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadGen.Transport.Tests.Http.Framework;

/// <summary>What streams of a connection do to each other, and how they end.</summary>
public class Http2StreamTests : LoopTests
{
    private const int Cancel = 0x8;

    [Fact]
    public async Task A_reset_stream_fails_alone()
    {
        await Loop.SwitchTo();
        await using Http2Server server = await Http2Server.StartAsync(async http =>
        {
            await http.Response.WriteAsync("hello");
            await http.Response.Body.FlushAsync();
            if (http.Request.Headers.ContainsKey("X-Reset"))
            {
                http.Features.Get<IHttpResetFeature>()!.Reset(Cancel);
            }
        });
        using Http2Origin origin = await OriginAsync(server);
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => Http2Client.ExchangeAsync(origin, "{}", ("X-Reset", "1")));
        Assert.Equal(TransportError.ConnectionReset, failure.Error);
        Assert.Contains("CANCEL (0x8)", failure.Message, StringComparison.Ordinal);
        Assert.Equal("hello", (await Http2Client.ExchangeAsync(origin, "{}")).Body);
        Assert.Equal(1, origin.ConnectionsOpened);
    }

    [Fact]
    public async Task A_server_that_says_goodbye_answers_what_it_has_and_the_next_request_takes_a_new_connection()
    {
        await Loop.SwitchTo();
        await using Http2Server server = await Http2Server.StartAsync(async http =>
        {
            http.Features.Get<IConnectionLifetimeNotificationFeature>()!.RequestClose();
            await http.Response.WriteAsync("hello");
        });
        using Http2Origin origin = await OriginAsync(server);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("hello", (await Http2Client.ExchangeAsync(origin, "{}")).Body);
        }

        Assert.InRange(origin.ConnectionsOpened, 2, 3);
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    public async Task Streams_beyond_the_servers_limit_open_connections_or_wait_for_those_there_are(int? connections, int opened)
    {
        const int Limit = 2;
        const int Streams = 6;
        int together = Math.Min(Streams, Limit * opened);
        await Loop.SwitchTo();
        int under = 0;
        int most = 0;
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Http2Server server = await Http2Server.StartAsync(
            async http =>
            {
                int now = Interlocked.Increment(ref under);
                InterlockedMax(ref most, now);
                if (now == together)
                {
                    full.TrySetResult();
                }

                await full.Task;
                await http.Response.WriteAsync("hello");
                Interlocked.Decrement(ref under);
            },
            streams: Limit);
        using Http2Origin origin = await OriginAsync(server, TransportOptions.Default with { Http2Connections = connections });

        RecordingHandler[] read = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => Http2Client.ExchangeAsync(origin, "{}")));
        Assert.All(read, r => Assert.Equal("hello", r.Body));
        Assert.Equal(together, most);
        if (connections is not null)
        {
            Assert.Equal(opened, origin.ConnectionsOpened);
        }
    }

    [Fact]
    public async Task Many_streams_with_more_than_their_windows_hold_all_come_whole()
    {
        const int Streams = 16;
        const int Bytes = 1_000_000;
        await Loop.SwitchTo();
        byte[] body = new byte[Bytes];
        new Random(7).NextBytes(body);
        await using Http2Server server = await Http2Server.StartAsync(async http =>
        {
            using var got = new MemoryStream();
            await http.Request.Body.CopyToAsync(got);
            http.Response.Headers["X-Got"] = got.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await http.Response.Body.WriteAsync(body);
        });
        using Http2Origin origin = await OriginAsync(server, TransportOptions.Default with { Http2Connections = 1 });
        string prompt = new('x', 300_000);
        RecordingHandler[] read = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => Http2Client.ExchangeAsync(origin, prompt)));
        Assert.All(read, r => Assert.True(r.HasEnded && r.BodyBytes.AsSpan().SequenceEqual(body)));
        Assert.Equal(1, origin.ConnectionsOpened);
    }

    [Fact]
    public async Task An_aborted_request_ends_its_stream_and_leaves_the_connection()
    {
        await Loop.SwitchTo();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Http2Server server = await HangingAsync(arrived, left);
        using Http2Origin origin = await OriginAsync(server);
        Task<RecordingHandler> hanging = Http2Client.ExchangeAsync(origin, "{}", ("X-Hang", "1"));
        await arrived.Task;
        origin.AbortAll();
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => hanging);
        Assert.Equal(TransportError.Aborted, failure.Error);
        await left.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("hello", (await Http2Client.ExchangeAsync(origin, "{}")).Body);
        Assert.Equal(1, origin.ConnectionsOpened);
    }

    [Fact]
    public async Task A_request_past_its_limit_is_ended_by_the_sweep()
    {
        await Loop.SwitchTo();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Http2Server server = await HangingAsync(arrived, new TaskCompletionSource());
        using Http2Origin origin = await OriginAsync(server, new TransportOptions { FirstByteTimeout = TimeSpan.FromHours(1) });
        Task<RecordingHandler> hanging = Http2Client.ExchangeAsync(origin, "{}", ("X-Hang", "1"));
        await arrived.Task;
        long nowNs = MonotonicClock.Instance.NowNs;
        Assert.InRange(origin.SweepDeadlines(nowNs), nowNs, nowNs + Nanoseconds.Of(TimeSpan.FromHours(1)));
        Assert.False(hanging.IsCompleted);
        origin.SweepDeadlines(nowNs + Nanoseconds.Of(TimeSpan.FromHours(2)));
        Assert.Equal(TransportError.FirstByteTimeout, (await Assert.ThrowsAsync<TransportException>(() => hanging)).Error);
    }

    [Fact]
    public async Task An_encoded_body_is_refused()
    {
        await Loop.SwitchTo();
        await using Http2Server server = await Http2Server.StartAsync(http =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            return http.Response.WriteAsync("hello");
        });
        using Http2Origin origin = await OriginAsync(server);
        TransportException failure = await Http2Client.FailAsync(origin);
        Assert.Equal(TransportError.MalformedResponse, failure.Error);
        Assert.Contains("content-encoding", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_speaks_no_HTTP2_is_a_broken_connection()
    {
        await Loop.SwitchTo();
        await using var server = new LoopbackServer(async peer =>
        {
            await peer.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            await peer.ReadAllOfAsync(long.MaxValue);
        });
        using var origin = new Http2Origin(await server.TargetAsync(), TransportOptions.Default, MonotonicClock.Instance);
        TransportException failure = await Http2Client.FailAsync(origin);
        Assert.Contains(failure.Error, (TransportError[])[TransportError.MalformedResponse, TransportError.ConnectionClosed, TransportError.ConnectionReset]);
        Assert.NotEmpty(failure.Message);
    }

    [Fact]
    public async Task Nothing_is_sent_after_the_end()
    {
        await Loop.SwitchTo();
        await using Http2Server server = await Http2Server.StartAsync(http => http.Response.WriteAsync("hello"));
        Http2Origin origin = await OriginAsync(server);
        IHttpConnection connection = await origin.RentAsync(default);
        origin.Dispose();
        origin.Dispose();
        using HttpRequestBuffer request = Http2Client.Request("{}");
        Assert.Equal(TransportError.Aborted, (await Assert.ThrowsAsync<TransportException>(async () => await connection.SendAsync(request))).Error);
        origin.Return(connection);
        Assert.Throws<InvalidOperationException>(() => origin.Return(connection));
        Assert.Equal(TransportError.Aborted, (await Assert.ThrowsAsync<TransportException>(async () => await origin.RentAsync(default))).Error);
    }

    private static Task<Http2Server> HangingAsync(TaskCompletionSource arrived, TaskCompletionSource left) => Http2Server.StartAsync(async http =>
    {
        if (http.Request.Headers.ContainsKey("X-Hang"))
        {
            using CancellationTokenRegistration gone = http.RequestAborted.Register(left.SetResult);
            arrived.SetResult();
            await left.Task;
            return;
        }

        await http.Response.WriteAsync("hello");
    });

    private static async Task<Http2Origin> OriginAsync(Http2Server server, TransportOptions? options = null) =>
        new(await server.TargetAsync(), options ?? TransportOptions.Default, MonotonicClock.Instance);

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}
