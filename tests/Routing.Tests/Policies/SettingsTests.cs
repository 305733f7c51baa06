using LoadGen.Routing.Policies;

namespace LoadGen.Routing.Tests.Policies;

public class SettingsTests
{
    public static TheoryData<string> Names => [.. PolicyNames.All];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_policy_is_made_by_its_name(string name) =>
        Assert.Equal(name, WorkerPolicies.Create(new PolicySettings { Name = name }).Name);

    [Fact]
    public void All_problems_are_told_at_once_each_with_what_would_be_right()
    {
        IReadOnlyList<string> problems = new PolicySettings
        {
            Name = "best", LoadFactor = 1, MatchThreshold = 1.5, BalanceAbsThreshold = -1, BalanceRelThreshold = double.NaN,
            PrefixBlockBytes = 1, PrefixBlocksMax = 0,
        }.Validate();

        Assert.Equal(
            ["name", "load_factor", "match_threshold", "balance_abs_threshold", "balance_rel_threshold", "prefix_block_bytes", "prefix_blocks_max"],
            problems.Select(problem => problem.Split(':')[0]));
        Assert.All(problems, problem => Assert.Contains("; use ", problem, StringComparison.Ordinal));
        Assert.Contains("1.5 is out of range; use a share from 0 to 1, such as 0.3", problems[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_settings_make_no_policy() =>
        Assert.Contains("round_robin", Assert.Throws<ArgumentException>(() => WorkerPolicies.Create(new PolicySettings { Name = "best" })).Message, StringComparison.Ordinal);

    [Fact]
    public void Reasons_are_told_apart() => Assert.Equal(PickReasons.All.Count, PickReasons.All.Distinct().Count());
}
