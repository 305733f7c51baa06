using LoadGen.Simulation.Kv;

namespace LoadGen.Simulation.Tests.Kv;

public sealed class KvBookTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly IReadOnlyDictionary<string, string> NoFacts = new Dictionary<string, string>();

    private readonly ManualTime _time = new();
    private readonly KvPool _pool = new(100);
    private readonly KvBook _book;

    public KvBookTests() => _book = new KvBook(Lease, _time);

    public void Dispose() => _book.Dispose();

    [Fact]
    public void A_published_cache_stays_pinned_until_its_lease_ends_and_then_counts_as_a_leak()
    {
        _book.Publish(Open("a"), leased: true);
        _time.Advance(Lease - TimeSpan.FromTicks(1));
        Assert.Equal((1, 10), (_book.Figures.Pinned, _book.Figures.PinnedBlocks));
        Assert.Equal(90, _pool.Figures.Free);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((0, 0, new KvTally(0, 0, 1, 1)), _book.Figures);
        Assert.Equal(100, _pool.Figures.Free);
    }

    [Fact]
    public async Task A_lease_ends_by_itself_for_those_who_wait_for_blocks()
    {
        _book.Publish(Open("a", 100), leased: true);
        Task<KvHold> waiting = _pool.AllocateAsync(1, CancellationToken.None);
        _time.Advance(Lease);
        Assert.Equal(1, (await waiting).Blocks);
    }

    [Fact]
    public async Task An_id_serves_once()
    {
        KvHandoff first = Open("a");
        Assert.Null(_book.Open("a", 1, _pool.TryAllocate(1)!, NoFacts));
        Assert.True(_book.End(first, KvEnd.Pulled));
        Assert.False(_book.End(first, KvEnd.Expired));
        Assert.Null(_book.Open("a", 1, _pool.TryAllocate(1)!, NoFacts));
        Assert.Null(await _book.FindAsync("a", waits: true, CancellationToken.None));
        Assert.Equal(new KvTally(1, 0, 0, 0), _book.Figures.Tally);
    }

    [Fact]
    public async Task Who_comes_first_waits_for_the_other()
    {
        Task<KvHandoff?> early = _book.FindAsync("a", waits: true, CancellationToken.None);
        Assert.Null(await _book.FindAsync("a", waits: false, CancellationToken.None));
        Assert.False(early.IsCompleted);
        Assert.Same(Open("a"), await early);
    }

    [Fact]
    public async Task A_cache_without_a_lease_never_expires_and_its_failure_is_told()
    {
        KvHandoff handoff = Open("a");
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, _book.Figures.Pinned);
        _book.End(handoff, KvEnd.Failed);
        Assert.False(await handoff.Ready);
        Assert.Equal((KvEnd.Failed, default), (await handoff.Ended, _book.Figures.Tally));
    }

    [Fact]
    public void A_reset_counts_anew_and_leaves_what_is_pinned()
    {
        _book.End(Open("a"), KvEnd.Reclaimed);
        Open("b");
        Assert.Equal(1, _book.Figures.Tally.Reclaimed);
        _book.ResetTally();
        Assert.Equal((1, 10, default(KvTally)), _book.Figures);
    }

    private KvHandoff Open(string id, int blocks = 10) => _book.Open(id, blocks * 16, _pool.TryAllocate(blocks)!, NoFacts)!;
}
