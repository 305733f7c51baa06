using LoadGen.Evaluation.Questions;

namespace LoadGen.Evaluation.Tests.Questions;

public sealed class SeededOrderTests
{
    [Fact]
    public void Seed_and_name_fix_an_order()
    {
        int[] order = new SeededOrder(1, "a").Permutation(50);
        Assert.Equal(order, new SeededOrder(1, "a").Permutation(50));
        Assert.NotEqual(order, new SeededOrder(2, "a").Permutation(50));
        Assert.NotEqual(order, new SeededOrder(1, "b").Permutation(50));
        Assert.Equal(Enumerable.Range(0, 50), order.Order());
    }

    [Fact]
    public void Every_order_is_as_likely_as_the_next()
    {
        Dictionary<string, int> seen = Enumerable.Range(0, 6000).Select(i => string.Concat(new SeededOrder(i, "order").Permutation(3)))
            .GroupBy(order => order).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(6, seen.Count);

        // 1,000 each; five standard deviations are 144.
        Assert.All(seen.Values, count => Assert.InRange(count, 856, 1144));
    }
}
