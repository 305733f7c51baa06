using LoadGen.Watching.Running;

namespace LoadGen.Watching.Tests.Running;

public class RoundScheduleTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    [Fact]
    public void Each_endpoint_is_as_often_first_second_and_last()
    {
        int[][] orders = [.. Enumerable.Range(1000, 300).Select(round => RoundSchedule.OrderOf(round, 3))];
        Assert.All(orders, order => Assert.Equal([0, 1, 2], order.Order()));
        for (int place = 0; place < 3; place++)
        {
            Assert.All(Enumerable.Range(0, 3), endpoint => Assert.Equal(100, orders.Count(order => order[place] == endpoint)));
        }
    }

    [Fact]
    public void Jitter_is_drawn_evenly_and_the_same_for_the_same_seed()
    {
        var schedule = new RoundSchedule(s_interval, TimeSpan.FromSeconds(2), seed: 7);
        double[] jitter = [.. Enumerable.Range(0, 10_000).Select(round => (schedule.DueOf(round, round) - (round * s_interval)).TotalSeconds)];
        Assert.All(jitter, s => Assert.InRange(s, 0, 2));
        Assert.Equal(1, jitter.Average(), 0.02);
        Assert.All(Enumerable.Range(0, 10), tenth => Assert.InRange(jitter.Count(s => (int)(s * 5) == tenth), 850, 1150));
        Assert.Equal(jitter[5], (new RoundSchedule(s_interval, TimeSpan.FromSeconds(2), 7).DueOf(0, 5)).TotalSeconds, 9);
        Assert.NotEqual(jitter[5], (new RoundSchedule(s_interval, TimeSpan.FromSeconds(2), 8).DueOf(0, 5)).TotalSeconds);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 1)]
    [InlineData(10, 1)]
    [InlineData(95, 10)]
    public void After_a_hold_up_it_goes_on_with_the_next_place(double elapsedS, long step) =>
        Assert.Equal(step, new RoundSchedule(s_interval, TimeSpan.Zero, 1).StepAt(TimeSpan.FromSeconds(elapsedS)));
}
