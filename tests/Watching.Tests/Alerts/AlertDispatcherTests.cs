using System.Threading.Channels;
using LoadGen.Watching.Alerts;
using LoadGen.Watching.Journals;

namespace LoadGen.Watching.Tests.Alerts;

public class AlertDispatcherTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly Channel<DeliveryRecord> _told = Channel.CreateUnbounded<DeliveryRecord>();

    [Fact]
    public async Task A_message_that_is_not_taken_is_sent_again_after_ever_longer_waits()
    {
        var sender = new Sender(failures: 9);
        using AlertDispatcher dispatcher = Start(sender);
        dispatcher.Add(Alert(1));
        var waited = new List<double>();
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(1, await sender.SentAsync());
            waited.Add(await NextWaitAsync());
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], waited);
        Assert.Equal(new DeliveryRecord { At = _time.GetUtcNow(), Id = 1, IsDelivered = true, Tries = 10 }, await ToldAsync());
        await dispatcher.CloseAsync(s_limit);
    }

    [Fact]
    public async Task After_ten_tries_it_is_given_up_and_the_next_one_sent()
    {
        var sender = new Sender(failures: 10);
        using AlertDispatcher dispatcher = Start(sender);
        dispatcher.Add(Alert(1));
        dispatcher.Add(Alert(2));
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(1, await sender.SentAsync());
            await NextWaitAsync();
        }

        DeliveryRecord first = await ToldAsync();
        Assert.Equal((1L, false, 10, "status 500"), (first.Id, first.IsDelivered, first.Tries, first.Error));
        DeliveryRecord second = await ToldAsync();
        Assert.Equal((2L, true, 1), (second.Id, second.IsDelivered, second.Tries));
        await dispatcher.CloseAsync(s_limit);
    }

    [Fact]
    public async Task Who_adds_one_never_waits_and_what_is_left_at_the_end_is_told_to_nobody()
    {
        var sender = new Sender(failures: int.MaxValue);
        using AlertDispatcher dispatcher = Start(sender);
        dispatcher.Add(Alert(1));
        dispatcher.Add(Alert(2));
        await sender.SentAsync();
        Task closing = dispatcher.CloseAsync(TimeSpan.Zero);
        await closing.WaitAsync(s_limit);
        Assert.False(_told.Reader.TryRead(out _));
    }

    private AlertDispatcher Start(Sender sender) => new(sender, _time, delivery => _told.Writer.TryWrite(delivery));

    private static AlertRecord Alert(long id) => new()
    {
        At = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Id = id,
        Alert = "page",
        Endpoint = "a",
        Objective = "errors",
        IsFiring = true,
        Threshold = 1,
        AllowedShare = 0.1,
        Windows = [],
    };

    private async Task<DeliveryRecord> ToldAsync() => await _told.Reader.ReadAsync().AsTask().WaitAsync(s_limit);

    // The dispatcher is on its way to its timer: when it is there, the clock goes on.
    private async Task<double> NextWaitAsync()
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (_time.ArmedCount == 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        double waitS = _time.NextDueS;
        _time.AdvanceSeconds(waitS);
        return waitS;
    }

    private sealed class Sender(int failures) : IAlertSender
    {
        private readonly Channel<long> _sent = Channel.CreateUnbounded<long>();
        private int _left = failures;

        public async Task<long> SentAsync() => await _sent.Reader.ReadAsync().AsTask().WaitAsync(s_limit);

        public Task<string?> SendAsync(AlertRecord alert, CancellationToken cancellation)
        {
            _sent.Writer.TryWrite(alert.Id);
            return Task.FromResult(_left-- > 0 ? "status 500" : null);
        }
    }
}
