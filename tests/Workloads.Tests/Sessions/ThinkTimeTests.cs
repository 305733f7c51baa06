using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Sessions;

namespace LoadGen.Workloads.Tests.Sessions;

public class ThinkTimeTests
{
    private static readonly ConversationTurn s_turn = new() { DelayNs = 7 };

    [Fact]
    public void Recorded_gaps_are_the_datasets()
    {
        Assert.Equal(7, ThinkTime.Recorded.GapNs(s_turn, 0, 0, 1));
        Assert.Null(ThinkTime.Recorded.GapNs(new ConversationTurn(), 0, 0, 1));
    }

    [Fact]
    public void A_fixed_gap_is_the_same_for_all() => Assert.Equal(2_000_000_000, ThinkTime.Fixed(TimeSpan.FromSeconds(2)).GapNs(s_turn, 1, 2, 3));

    [Fact]
    public void A_seed_fixes_each_gap_and_sessions_and_turns_differ()
    {
        ThinkTime think = ThinkTime.Exponential(TimeSpan.FromSeconds(1));
        Assert.Equal(think.GapNs(s_turn, 5, 6, 7), think.GapNs(s_turn, 5, 6, 7));
        Assert.Equal(4, new[] { think.GapNs(s_turn, 5, 6, 7), think.GapNs(s_turn, 4, 6, 7), think.GapNs(s_turn, 5, 5, 7), think.GapNs(s_turn, 5, 6, 6) }.Distinct().Count());
    }

    [Fact]
    public void Distributions_have_the_mean_and_the_ends_that_they_say()
    {
        double[] exponential = Draw(ThinkTime.Exponential(TimeSpan.FromSeconds(2)));
        double[] uniform = Draw(ThinkTime.Uniform(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)));

        // The mean of 20,000 has a standard error of 0.7% and 0.2%; the draws are the same at every run.
        Assert.InRange(exponential.Average(), 1.94, 2.06);
        Assert.InRange(uniform.Average(), 1.98, 2.02);
        Assert.InRange(uniform.Min(), 1, 1.001);
        Assert.InRange(uniform.Max(), 2.999, 3);
        Assert.InRange(exponential.Count(s => s > 2) / 20_000.0, 0.35, 0.385);
    }

    private static double[] Draw(ThinkTime think) => [.. Enumerable.Range(0, 20_000).Select(i => think.GapNs(s_turn, 0, i / 100, i % 100)!.Value / 1e9)];
}
