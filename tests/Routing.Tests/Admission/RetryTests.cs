using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Admission;

namespace LoadGen.Routing.Tests.Admission;

public class RetryTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_fifth_of_the_requests_may_be_retries()
    {
        var budget = new RetryBudget(_time, minPerS: 0);
        Requests(budget, 100);

        Assert.Equal(20, Taken(budget));
        Requests(budget, 5);
        Assert.Equal(1, Taken(budget));
    }

    [Fact]
    public void A_few_a_second_are_always_allowed() => Assert.Equal(30, Taken(new RetryBudget(_time, share: 0.2, minPerS: 3)));

    [Fact]
    public void What_is_long_ago_counts_no_more()
    {
        var budget = new RetryBudget(_time, minPerS: 0.5);
        Requests(budget, 100);
        Assert.Equal(25, Taken(budget));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, budget.Left);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(5, Taken(budget));
    }

    [Fact]
    public void No_window_has_more_retries_than_its_share() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var time = new ManualTime();
            var budget = new RetryBudget(time, share: 0.2, minPerS: 1);
            int[] requests = new int[60], retries = new int[60];
            for (int second = 0; second < 60; second++)
            {
                requests[second] = random.Next(0, 200);
                Requests(budget, requests[second]);
                retries[second] = Taken(budget);
                int from = Math.Max(0, second - 9);
                Assert.Equal((int)((0.2 * requests[from..(second + 1)].Sum()) + 10) - retries[from..second].Sum() is var left and > 0 ? left : 0, retries[second]);
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Threads_take_no_more_than_there_is()
    {
        var budget = new RetryBudget(_time, minPerS: 0);
        int taken = 0;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            Requests(budget, 1000);
            Interlocked.Add(ref taken, Taken(budget));
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(1600, taken + Taken(budget));
    }

    [Theory]
    [InlineData(-0.1, 1)]
    [InlineData(1.1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0.2, -1)]
    public void A_budget_is_a_share_and_a_rate(double share, double minPerS) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryBudget(_time, share, minPerS));

    [Fact]
    public void Delays_lie_anywhere_below_a_bound_that_doubles_up_to_its_limit() =>
        Prop.ForAll(Gen.Zip(Gen.Choose(1, 200), Gen.Choose(0, int.MaxValue)).ToArbitrary(), pair =>
        {
            (int retry, int seed) = pair;
            var delay = new RetryDelay(TimeSpan.FromMilliseconds(25), TimeSpan.FromSeconds(1));
            TimeSpan bound = TimeSpan.FromMilliseconds(Math.Min(1000, 25 * Math.Pow(2, retry - 1)));

            Assert.Equal(TimeSpan.Zero, delay.Before(retry, 0));
            Assert.InRange(delay.Before(retry, ulong.MaxValue), bound - TimeSpan.FromTicks(1), bound);
            ulong half = 1UL << 63;
            Assert.Equal(bound / 2, delay.Before(retry, half));
            Assert.InRange(delay.Before(retry, (ulong)seed << 33), TimeSpan.Zero, bound);
        }).QuickCheckThrowOnFailure();

    private static void Requests(RetryBudget budget, int count)
    {
        for (int i = 0; i < count; i++)
        {
            budget.OnRequest();
        }
    }

    private static int Taken(RetryBudget budget)
    {
        int taken = 0;
        while (budget.TryTake())
        {
            taken++;
        }

        return taken;
    }
}
