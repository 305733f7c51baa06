using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Policies.Prefixes;

namespace LoadGen.Routing.Tests.Policies.Prefixes;

public class PrefixTreeTests
{
    [Fact]
    public void It_answers_as_a_plain_set_of_prefixes_does() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var tree = new PrefixTree(1 << 16);
            HashSet<(ulong, uint)> seen = [];
            for (int i = 0; i < 60; i++)
            {
                ulong[] path = Path(random);
                uint tenant = (uint)random.Next(1, 4);
                int expected = path.TakeWhile(key => seen.Contains((key, tenant))).Count();
                Assert.Equal(expected, tree.Add(path, tenant));
                seen.UnionWith(path.Select(key => (key, tenant)));
                Assert.Equal(path.Length, DepthOf(tree, path));
            }

            Assert.Equal(seen.Select(pair => pair.Item1).Distinct().Count(), tree.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_never_has_more_nodes_than_it_may() =>
        Prop.ForAll(Gen.Zip(Gen.Choose(1, 5000), Gen.Choose(0, int.MaxValue)).ToArbitrary(), pair =>
        {
            (int max, int seed) = pair;
            var random = new Random(seed);
            var tree = new PrefixTree(max);
            for (int i = 0; i < 200; i++)
            {
                tree.Add(Path(random), (uint)random.Next(1, 100));
                if (i % 50 == 49)
                {
                    tree.Remove([(uint)random.Next(1, 100)]);
                }
            }

            Assert.InRange(tree.Count, 1, max);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_not_used_for_longest_goes_first_and_ends_before_beginnings()
    {
        var tree = new PrefixTree(20);
        ulong[] old = Keys(1, 8);
        ulong[] used = Keys(100, 8);
        tree.Add(old, 1);
        tree.Add(used, 1);
        tree.Add(Keys(200, 8), 1);

        // Four of the oldest path had to go: its end.
        Assert.Equal(4, DepthOf(tree, old));
        Assert.Equal(8, DepthOf(tree, used));
    }

    [Fact]
    public void A_path_longer_than_the_tree_keeps_its_beginning()
    {
        var tree = new PrefixTree(10);
        tree.Add(Keys(1, 100), 1);

        Assert.Equal(10, DepthOf(tree, Keys(1, 100)));
    }

    [Fact]
    public void A_node_keeps_the_latest_of_its_workers()
    {
        var tree = new PrefixTree(100);
        for (uint tenant = 1; tenant <= 6; tenant++)
        {
            tree.Add([7], tenant);
        }

        tree.Add([7], 4);
        var last = default(Last);
        tree.Walk<Last>([7], ref last);
        Tenants tenants = last.Tenants;
        Assert.Equal([4u, 6u, 5u, 3u], ((ReadOnlySpan<uint>)tenants).ToArray());
    }

    [Fact]
    public void Workers_that_are_removed_take_the_nodes_that_were_only_theirs()
    {
        var tree = new PrefixTree(100);
        tree.Add(Keys(1, 10), 1);
        tree.Add(Keys(1, 5), 2);
        tree.Remove([1]);

        Assert.Equal(5, tree.Count);
        Assert.Equal(5, DepthOf(tree, Keys(1, 10)));
        Assert.Equal(5, tree.Add(Keys(1, 10), 2));
    }

    [Fact]
    public void A_block_stands_for_everything_before_it()
    {
        byte[] one = new byte[600];
        byte[] other = new byte[600];
        other[0] = 1;
        ulong[] path = PrefixPath.Of(one, 100).ToArray();
        ulong[] otherPath = PrefixPath.Of(other, 100).ToArray();

        Assert.Equal(6, path.Length);
        Assert.Empty(path.Intersect(otherPath));
        Assert.Equal(path[..3], PrefixPath.Of(one.AsSpan(0, 399), 100).ToArray());
    }

    [Fact]
    public void Of_a_huge_prompt_the_beginning_is_looked_at() =>
        Assert.Equal(PrefixPath.BlocksMax, PrefixPath.Of(new byte[(PrefixPath.BlocksMax + 10) * 16], 16).Length);

    // Paths of one tree: a key is the hash of the keys before it and a small choice.
    private static ulong[] Path(Random random)
    {
        ulong[] path = new ulong[random.Next(1, 50)];
        ulong key = 1;
        for (int i = 0; i < path.Length; i++)
        {
            key = (key + (ulong)(random.Next(10) == 0 ? random.Next(3) : 0) + 1) * 0x9E3779B97F4A7C15;
            path[i] = key ^= key >> 29;
        }

        return path;
    }

    private static ulong[] Keys(ulong from, int count) => [.. Enumerable.Range(0, count).Select(i => (from + (ulong)i) * 0x9E3779B97F4A7C15)];

    private static int DepthOf(PrefixTree tree, ulong[] path)
    {
        var last = default(Last);
        tree.Walk(path, ref last);
        return last.Depth;
    }

    private struct Last : IPathVisitor
    {
        public int Depth { get; private set; }

        public Tenants Tenants { get; private set; }

        public void Visit(int depth, in Tenants tenants)
        {
            Assert.Equal(Depth + 1, depth);
            Depth = depth;
            Tenants = tenants;
        }
    }
}
