using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Planning;

public sealed class SweepSelectionTests
{
    [Fact]
    public void Points_are_chosen_by_their_own_id_or_their_configurations()
    {
        SweepPlan plan = Sweep.Of(2, 1, 2, 16);
        Assert.Equal(6, SweepSelection.Only(plan, []).Points.Count());
        Assert.Equal(["e1-none-tp1-100x10-c1", "e1-none-tp1-100x10-c16", "e2-none-tp1-100x10-c1", "e2-none-tp1-100x10-c16"], Ids("*-c1*"));
        Assert.Equal(["e2-none-tp1-100x10-c1", "e2-none-tp1-100x10-c2", "e2-none-tp1-100x10-c16"], Ids("e2-none-tp1"));
        Assert.Equal(["e1-none-tp1-100x10-c2", "e2-none-tp1-100x10-c16"], Ids("e1*c2", "e2*c16"));

        string[] Ids(params string[] patterns) => [.. SweepSelection.Only(plan, patterns).Points.Select(point => point.Id)];
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_refused() => Assert.Contains(
        "--only e9*: no point and no configuration matches",
        Assert.Throws<SweepException>(() => SweepSelection.Only(Sweep.Of(1, 1), ["e1*", "e9*"])).Message, StringComparison.Ordinal);
}
