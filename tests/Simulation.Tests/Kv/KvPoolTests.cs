using FsCheck;
using FsCheck.Fluent;
using LoadGen.Simulation.Kv;

namespace LoadGen.Simulation.Tests.Kv;

public class KvPoolTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(16, 1)]
    [InlineData(17, 2)]
    [InlineData(1_000_000, 62_500)]
    public void Tokens_take_whole_blocks_and_at_least_one(long tokens, int blocks) => Assert.Equal(blocks, KvPool.BlocksFor(tokens));

    [Fact]
    public async Task Who_needs_more_than_are_free_waits_and_nobody_overtakes()
    {
        var pool = new KvPool(10);
        KvHold first = await pool.AllocateAsync(8, CancellationToken.None);
        Task<KvHold> large = pool.AllocateAsync(5, CancellationToken.None);
        Task<KvHold> small = pool.AllocateAsync(1, CancellationToken.None);
        Assert.Null(pool.TryAllocate(1));
        Assert.Equal((2, 1, 2), pool.Figures);
        Assert.False(large.IsCompleted || small.IsCompleted);
        first.Dispose();
        (await large).Dispose();
        (await small).Dispose();
        Assert.Equal((10, 0, 0), pool.Figures);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nothing()
    {
        var pool = new KvPool(1);
        KvHold hold = await pool.AllocateAsync(1, CancellationToken.None);
        using var gone = new CancellationTokenSource();
        Task<KvHold> waiting = pool.AllocateAsync(1, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => waiting);
        hold.Dispose();
        Assert.Equal((1, 0, 0), pool.Figures);
    }

    [Fact]
    public async Task Blocks_are_freed_once_and_a_run_ends_once()
    {
        var pool = new KvPool(4);
        KvHold hold = await pool.AllocateAsync(3, CancellationToken.None);
        hold.EndRun();
        Assert.Equal((1, 0, 0), pool.Figures);
        hold.Dispose();
        hold.Dispose();
        Assert.Equal((4, 0, 0), pool.Figures);
    }

    [Fact]
    public async Task It_is_idle_when_nothing_runs_or_waits()
    {
        var pool = new KvPool(2);
        Assert.True(pool.WhenIdleAsync().IsCompleted);
        KvHold hold = await pool.AllocateAsync(2, CancellationToken.None);
        Task idle = pool.WhenIdleAsync();
        Assert.False(idle.IsCompleted);
        hold.EndRun();
        await idle;
        Assert.Equal(0, pool.Figures.Free);
    }

    [Fact]
    public void No_block_is_lost_or_given_twice() => Prop.ForAll<NonEmptyArray<PositiveInt>>(sizes =>
    {
        const int Total = 20;
        var pool = new KvPool(Total);
        Task<KvHold>[] holds = [.. sizes.Get.Select(size => pool.AllocateAsync(1 + (size.Get % Total), CancellationToken.None))];
        foreach (Task<KvHold> hold in holds)
        {
            // In the order of asking, so each has been granted when its turn comes.
            int held = holds.Where(h => h.IsCompletedSuccessfully).Select(h => h.Result.Blocks).DefaultIfEmpty().Sum();
            if (held < 1)
            {
                return false;
            }

            hold.Result.Dispose();
        }

        return pool.Figures == (Total, 0, 0);
    }).QuickCheckThrowOnFailure();
}
