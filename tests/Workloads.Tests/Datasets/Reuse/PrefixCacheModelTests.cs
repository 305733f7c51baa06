using LoadGen.Workloads.Datasets.Reuse;

namespace LoadGen.Workloads.Tests.Datasets.Reuse;

public class PrefixCacheModelTests
{
    [Fact]
    public void A_prompt_finds_the_blocks_that_came_before_up_to_the_first_that_did_not()
    {
        var model = new PrefixCacheModel(16);
        Assert.Equal(0, model.Add([1, 2, 3], 48));
        Assert.Equal(2, model.Add([1, 2, 9], 48));
        Assert.Equal(0, model.Add([8, 2, 3], 48));
        Assert.Equal(3, model.Add([1, 2, 3], 40));
        PrefixCacheResult result = model.Result;
        Assert.Equal((4L, 184L, 12L, 5L, 5L, 72L), (result.Prompts, result.PromptTokens, result.Blocks, result.DistinctBlocks, result.HitBlocks, result.HitTokens));
        Assert.Equal(72.0 / 184, result.HitRate);
        Assert.Equal(5.0 / 12, result.BlockHitRate);
    }

    [Fact]
    public void Nothing_is_found_in_nothing()
    {
        PrefixCacheResult result = new PrefixCacheModel(16, [100]).Result;
        Assert.Equal((0.0, 0.0, 0.0), (result.HitRate, result.BlockHitRate, result.Caches[0].HitRate(0)));
    }

    // Against a list of blocks by recency that is searched and cut, at every capacity, with many more uses than slots.
    [Theory]
    [InlineData(1, 300, 400)]
    [InlineData(2, 2000, 200)]
    public void Hits_at_every_capacity_are_those_of_a_cache_played_through(int seed, int prompts, int roots)
    {
        long[] capacities = [0, 1, 2, 3, 5, 8, 20, 50, 100, 1000, 100_000];
        var model = new PrefixCacheModel(1, capacities);
        LruList[] lists = [.. capacities.Select(capacity => new LruList(capacity))];
        var random = new Random(seed);
        for (int i = 0; i < prompts; i++)
        {
            ulong[] blocks = Prompt(random, roots);
            model.Add(blocks, blocks.Length);
            foreach (LruList list in lists)
            {
                list.Add(blocks);
            }
        }

        Assert.Equal(lists.Select(list => list.Hits), model.Result.Caches.Select(cache => cache.HitBlocks));
        Assert.Equal(model.Result.HitBlocks, model.Result.Caches[^1].HitBlocks);
        Assert.Equal(model.Result.HitTokens, model.Result.HitBlocks);
    }

    [Fact]
    public void Distances_count_the_different_blocks_in_between()
    {
        var model = new PrefixCacheModel(1);
        model.Add([1], 1);
        model.Add([2], 1);
        model.Add([2], 1);
        model.Add([3], 1);
        model.Add([1], 1);
        Assert.Equal((2L, 2L, 0L), (model.Result.ReuseDistances.TotalCount, model.Result.ReuseDistances.Max, model.Result.ReuseDistances.Min));
    }

    [Fact]
    public void Memory_is_bounded_by_distinct_blocks_and_not_by_prompts()
    {
        var model = new PrefixCacheModel(1, [10]);
        ulong[] blocks = [.. Enumerable.Range(1, 500).Select(i => (ulong)i)];
        void Play(int times)
        {
            for (int i = 0; i < times; i++)
            {
                model.Add(blocks, blocks.Length);
            }
        }

        Play(10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Play(1000);
        // Slots are closed up twice in a thousand uses of 500 blocks; what that allocates is let go at once. 13 bytes a slot, 1,024 slots.
        long closings = 1000L * 500 / (1024 - 500);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (closings + 2) * 1024 * 14);
        Assert.Equal(500, model.Result.DistinctBlocks);
    }

    // A walk down a tree: an identity stands for all before it.
    private static ulong[] Prompt(Random random, int roots)
    {
        var blocks = new ulong[random.Next(1, 12)];
        ulong at = (ulong)random.Next(1, roots);
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = at;
            at = (at * 1_000_003) + (ulong)random.Next(2);
        }

        return blocks;
    }

    private sealed class LruList(long capacity)
    {
        private readonly List<ulong> _byRecency = [];

        public long Hits { get; private set; }

        public void Add(ulong[] blocks)
        {
            Hits += blocks.TakeWhile(_byRecency.Contains).Count();
            foreach (ulong block in blocks.Reverse())
            {
                _byRecency.Remove(block);
                _byRecency.Insert(0, block);
            }

            if (_byRecency.Count > capacity)
            {
                _byRecency.RemoveRange((int)capacity, _byRecency.Count - (int)capacity);
            }
        }
    }
}
