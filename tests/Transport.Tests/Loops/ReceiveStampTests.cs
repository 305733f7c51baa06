using LoadGen.Transport.Loops;
using LoadGen.Transport.Tests.Support;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>When bytes are said to have arrived, by either clock.</summary>
public class ReceiveStampTests
{
    // The kernel stamps by the wall clock: RealtimeOffset calls a greater difference of the two clocks a step.
    private const long ClockSlackNs = 200_000;

    // Long against the slack, so that a stamp of the arrival and one of the read cannot be taken for each other.
    private const long LatenessNs = 10 * ClockSlackNs;
    private const int Exchanges = 200;

    [Theory]
    [InlineData(ReceiveClock.Auto)]
    [InlineData(ReceiveClock.Kernel)]
    [InlineData(ReceiveClock.User)]
    public async Task Stamps_never_go_back_and_lie_between_the_send_and_the_delivery(ReceiveClock stampBy)
    {
        using EventLoop loop = Start(stampBy);
        var sentNs = new List<long>();
        var receiver = new RecordingReceiver(loop);
        await loop.RunAsync(async () =>
        {
            using SocketPair pair = await SocketPair.OpenAsync(loop);
            pair.Mine.Start(receiver);
            for (int i = 1; i <= Exchanges; i++)
            {
                sentNs.Add(loop.Clock.NowNs);
                pair.Peer.Send("x"u8);
                await receiver.ReceivedAsync(i);
            }
        });

        Assert.Equal(Exchanges, receiver.Stamps.Count);
        Assert.Equal(receiver.Stamps.Order(), receiver.Stamps);
        long slackNs = stampBy == ReceiveClock.User ? 0 : ClockSlackNs;
        for (int i = 0; i < Exchanges; i++)
        {
            Assert.InRange(receiver.Stamps[i], sentNs[i] - slackNs, receiver.SeenNs[i]);
        }
    }

    [Theory]
    [InlineData(ReceiveClock.Auto)]
    [InlineData(ReceiveClock.Kernel)]
    public async Task The_kernels_stamp_is_the_arrival_however_late_the_loop_reads(ReceiveClock stampBy)
    {
        (long sentNs, long arrivedNs, long readNs, long stampNs, LoopFigures figures) = await ReadLateAsync(stampBy);
        Assert.InRange(stampNs, sentNs - ClockSlackNs, arrivedNs + ClockSlackNs);
        Assert.True(figures.DelayNs.Max >= readNs - arrivedNs - ClockSlackNs);
    }

    [Fact]
    public async Task Our_own_stamp_is_the_read_and_the_loops_lateness_is_still_told()
    {
        (_, long arrivedNs, long readNs, long stampNs, LoopFigures figures) = await ReadLateAsync(ReceiveClock.User);
        Assert.True(stampNs >= readNs);
        Assert.True(figures.DelayNs.Max >= readNs - arrivedNs - ClockSlackNs);
    }

    private static async Task<(long SentNs, long ArrivedNs, long ReadNs, long StampNs, LoopFigures Figures)> ReadLateAsync(ReceiveClock stampBy)
    {
        using EventLoop loop = Start(stampBy);
        var receiver = new RecordingReceiver(loop);
        long sentNs = 0;
        long arrivedNs = 0;
        long readNs = 0;
        using SocketPair pair = await OpenAsync(loop, receiver);
        await TimeReadsAsync(loop, pair, receiver);
        await loop.RunAsync(async () =>
        {
            int before = receiver.Length;
            sentNs = loop.Clock.NowNs;
            pair.Arrive(1);
            arrivedNs = loop.Clock.NowNs;
            AbsoluteSleeper.SleepUntil(arrivedNs + LatenessNs);
            readNs = loop.Clock.NowNs;
            await receiver.ReceivedAsync(before + 1);
        });
        return (sentNs, arrivedNs, readNs, receiver.Stamps[^1], loop.TakeFigures());
    }

    private static async Task<SocketPair> OpenAsync(EventLoop loop, RecordingReceiver receiver)
    {
        SocketPair? pair = null;
        await loop.RunAsync(async () =>
        {
            pair = await SocketPair.OpenAsync(loop);
            pair.Mine.Start(receiver);
        });
        return pair!;
    }

    // The kernel begins to stamp some time after the first socket of the machine has asked for it.
    private static async Task TimeReadsAsync(EventLoop loop, SocketPair pair, RecordingReceiver receiver)
    {
        const int Most = 10_000;
        bool isTimed = false;
        for (int i = 1; i <= Most && !isTimed; i++)
        {
            await loop.RunAsync(() =>
            {
                pair.Peer.Send("x"u8);
                return receiver.ReceivedAsync(i);
            });
            isTimed = loop.TakeFigures().DelayNs.TotalCount > 0;
        }

        Assert.True(isTimed, "the kernel told no receive time");
    }

    private static EventLoop Start(ReceiveClock stampBy) => EventLoop.Start(0, new LoopOptions { Clock = stampBy }, MonotonicClock.Instance);
}
