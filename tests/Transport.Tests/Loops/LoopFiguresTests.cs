using LoadGen.Transport.Loops;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>What a loop says of itself.</summary>
public class LoopFiguresTests : LoopTests
{
    private const int Reads = 25;

    [Fact]
    public async Task Each_read_is_counted_once_and_taken_once()
    {
        Loop.TakeFigures();
        await ReadAsync(Reads);
        LoopFigures figures = Loop.TakeFigures();
        Assert.Equal(Reads, figures.Reads);
        Assert.Equal(Reads, figures.RecordNs.TotalCount);
        Assert.Equal(Reads, figures.UntimedReads + figures.DelayNs.TotalCount);
        Assert.Equal(0, figures.Dropped);

        figures = Loop.TakeFigures();
        Assert.Equal(0, figures.Reads);
        Assert.Equal(0, figures.UntimedReads);
        Assert.Equal(0, figures.RecordNs.TotalCount);
        Assert.Equal(0, figures.DelayNs.TotalCount);

        await ReadAsync(1);
        Assert.Equal(1, Loop.TakeFigures().Reads);
    }

    [Fact]
    public async Task The_time_it_ran_and_its_ticks_are_told()
    {
        await TickAsync();
        LoopFigures figures = Loop.TakeFigures();
        Assert.True(figures.LagNs.TotalCount >= 1);
        Assert.True(figures.WallNs > 0);
        Assert.True(figures.CpuNs > 0);
        Assert.True(figures.RunQueueNs >= 0);
        Assert.Equal(0, figures.Dropped);
    }

    // When it returns the loop has finished with every read, and the caller is on another thread.
    private Task ReadAsync(int reads) => Loop.RunAsync(async () =>
    {
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        var receiver = new RecordingReceiver(Loop);
        pair.Mine.Start(receiver);
        for (int i = 1; i <= reads; i++)
        {
            pair.Peer.Send("x"u8);
            await receiver.ReceivedAsync(i);
        }
    });

    // A tick is due within 10 ms of the loop's clock, and what is due first runs first.
    private Task TickAsync() => Loop.RunAsync(async () =>
    {
        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.CreateTimer(_ => due.SetResult(), isPrecise: false).Set(Loop.Clock.NowNs + 11_000_000);
        await due.Task;
    });
}
