using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Http;

public sealed class DeadlineTests : IDisposable
{
    private const string HalfAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";

    private static readonly TransportOptions Limits = new()
    {
        FirstByteTimeout = TimeSpan.FromSeconds(30),
        StallTimeout = TimeSpan.FromSeconds(5),
        RequestTimeout = TimeSpan.FromSeconds(60),
    };

    private readonly ManualClock _clock = new(12_345);
    private readonly ScriptedConnection _wire;

    public DeadlineTests() => _wire = new ScriptedConnection(_clock);

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task No_byte_within_the_first_byte_limit_ends_the_request()
    {
        (HttpOrigin origin, HttpConnection http, Task receive) = await StartAsync();
        using HttpOrigin owned = origin;
        Pass(origin, 30);
        Assert.False(receive.IsCompleted);
        Pass(origin, 0.001);
        await Expect(receive, TransportError.FirstByteTimeout, "within 30 s");
        Assert.False(http.ReceivedAnyByte);
        Assert.False(http.CanReuse);
    }

    [Fact]
    public async Task Silence_longer_than_the_stall_limit_ends_the_request()
    {
        (HttpOrigin origin, HttpConnection http, Task receive) = await StartAsync();
        using HttpOrigin owned = origin;
        Pass(origin, 20);
        _wire.Push(HalfAnswer);
        for (int i = 0; i < 5; i++)
        {
            Pass(origin, 5);
            _wire.Push("x");
        }

        Assert.False(receive.IsCompleted);
        Pass(origin, 5.001);
        await Expect(receive, TransportError.StallTimeout, "more than 5 s (stall limit)");
        Assert.True(http.ReceivedAnyByte);
    }

    [Fact]
    public async Task A_request_longer_than_the_whole_limit_ends_though_bytes_still_come()
    {
        (HttpOrigin origin, _, Task receive) = await StartAsync();
        using HttpOrigin owned = origin;
        _wire.Push(HalfAnswer);
        for (int i = 0; i < 15; i++)
        {
            Pass(origin, 4);
            _wire.Push("x");
        }

        Assert.False(receive.IsCompleted);
        Pass(origin, 0.001);
        await Expect(receive, TransportError.RequestTimeout, "more than 60 s (request limit)");
    }

    [Fact]
    public async Task A_send_that_waits_counts_towards_the_limits()
    {
        using var origin = new HttpOrigin(new ScriptedConnector(_wire), Limits, _clock);
        HttpConnection http = await origin.RentAsync(default);
        var blocked = new TaskCompletionSource();
        _wire.HoldSends = blocked.Task;
        Task<long> send = http.SendAsync(Client.Get).AsTask();
        Pass(origin, 31);
        Assert.True(_wire.IsClosed);
        blocked.SetException(new ObjectDisposedException("socket"));
        await Expect(send, TransportError.FirstByteTimeout, "first-byte limit");
    }

    [Fact]
    public async Task Limits_begin_anew_with_each_request_and_idle_connections_have_none()
    {
        (HttpOrigin origin, HttpConnection http, Task receive) = await StartAsync();
        using HttpOrigin owned = origin;
        _wire.Push("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await receive;
        Pass(origin, 1_000);
        origin.Return(http);
        Pass(origin, 1_000);
        Assert.False(_wire.IsClosed);

        http = await origin.RentAsync(default);
        Assert.True(http.WasReused);
        await http.SendAsync(Client.Get);
        receive = http.ReceiveAsync(new RecordingHandler()).AsTask();
        Pass(origin, 30);
        Assert.False(receive.IsCompleted);
        Pass(origin, 1);
        await Expect(receive, TransportError.FirstByteTimeout, "first-byte limit");
    }

    [Fact]
    public async Task Without_limits_nothing_expires()
    {
        (HttpOrigin origin, _, Task receive) = await StartAsync(TransportOptions.Default);
        using HttpOrigin owned = origin;
        Pass(origin, 1e6);
        Assert.False(receive.IsCompleted);
        _wire.Push("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await receive;
        Assert.False(_wire.IsClosed);
    }

    [Fact]
    public async Task The_first_reason_stays()
    {
        (HttpOrigin origin, HttpConnection http, Task receive) = await StartAsync();
        using HttpOrigin owned = origin;
        Pass(origin, 31);
        http.Abort();
        origin.AbortAll();
        await Expect(receive, TransportError.FirstByteTimeout, "first-byte limit");
    }

    private async Task<(HttpOrigin Origin, HttpConnection Http, Task Receive)> StartAsync(TransportOptions? options = null)
    {
        var origin = new HttpOrigin(new ScriptedConnector(_wire), options ?? Limits, _clock);
        HttpConnection http = await origin.RentAsync(default);
        await http.SendAsync(Client.Get);
        return (origin, http, http.ReceiveAsync(new RecordingHandler()).AsTask());
    }

    private void Pass(HttpOrigin origin, double seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        origin.SweepDeadlines(_clock.NowNs);
    }

    private static async Task Expect(Task operation, TransportError error, string words)
    {
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => operation);
        Assert.Equal(error, failure.Error);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }
}
