using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Tests.Randomness;

public class IndexPermutationTests
{
    [Fact]
    public void Every_number_comes_once_whatever_the_count()
    {
        foreach (int count in (int[])[1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 255, 256, 257, 1000, 4095, 4096, 4097])
        {
            var order = new IndexPermutation(count, seed: count);
            Assert.Equal(Enumerable.Range(0, count), Enumerable.Range(0, count).Select(i => order[i]).Order());
        }
    }

    [Fact]
    public void Large_counts_stay_in_range()
    {
        var order = new IndexPermutation(int.MaxValue, seed: 1);
        int[] drawn = [.. Enumerable.Range(int.MaxValue - 1000, 1000).Select(i => order[i])];
        Assert.Equal(1000, drawn.Distinct().Count());
        Assert.All(drawn, number => Assert.InRange(number, 0, int.MaxValue - 1));
    }

    [Fact]
    public void Numbers_lie_anywhere()
    {
        // Each of 10 numbers at place 0 over 10,000 seeds: 1,000 times, with a standard deviation of 30.
        var counts = new int[10];
        for (int seed = 0; seed < 10_000; seed++)
        {
            counts[new IndexPermutation(10, seed)[0]]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Seeds_and_laps_have_orders_of_their_own()
    {
        int[] Order(long seed, int lap)
        {
            var order = new IndexPermutation(100, seed, lap);
            return [.. Enumerable.Range(0, 100).Select(i => order[i])];
        }

        Assert.Equal(Order(1, 0), Order(1, 0));
        Assert.NotEqual(Order(1, 0), Order(2, 0));
        Assert.NotEqual(Order(1, 0), Order(1, 1));
    }
}
