using LoadGen.Launching.Executors;
using LoadGen.Launching.Life;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Life;

public sealed class NodeClocksTests : IDisposable
{
    // The fixture's clock stands at the beginning of 2026.
    private const string Now = "1767225600.2";
    private const string ThreeSecondsOn = "1767225603.0";

    private static readonly LaunchPlan s_twoNodes = SamplePlans.Plan(SamplePlans.Worker() with { Nodes = 2 });

    private readonly LaunchFixture _fixture = new();

    [Fact]
    public async Task A_node_whose_clock_is_away_is_named_with_how_far()
    {
        Answer("gpu1", Now);
        Answer("gpu2", ThreeSecondsOn);
        await CheckAsync(s_twoNodes);
        Assert.Equal("warning: clock: gpu2's clock is at least 3.0 s away from this host's: start chrony on all nodes", Assert.Single(_fixture.Said));
    }

    [Fact]
    public async Task A_node_that_says_something_else_is_passed_over_and_the_next_is_asked()
    {
        Answer("gpu1", "srun: job 7 queued");
        Answer("gpu2", ThreeSecondsOn);
        await CheckAsync(s_twoNodes);
        Assert.Contains("gpu2", Assert.Single(_fixture.Said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_cannot_be_started_is_a_warning_for_each_node()
    {
        _fixture.Programs.Missing.Add("srun");
        await CheckAsync(s_twoNodes);
        Assert.Equal(["gpu1", "gpu2"], _fixture.Said.Select(line => line.Split(' ')[2][..4]));
        Assert.All(_fixture.Said, line => Assert.Contains("cannot be read: 'srun' is not installed", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_node_has_no_clock_to_compare_with()
    {
        await CheckAsync(SamplePlans.Plan(SamplePlans.Worker()));
        Assert.Empty(_fixture.Programs.Calls);
    }

    [Theory]
    [InlineData("99.5", 0.5)]
    [InlineData("100.0", 0.0)]
    [InlineData("101.25", 0.0)]
    [InlineData("104.0\n", 2.0)]
    [InlineData("", null)]
    [InlineData("soon", null)]
    public void Only_what_lies_outside_of_the_interval_of_the_reading_counts(string reading, double? offsetS) =>
        Assert.Equal(offsetS, NodeClocks.OffsetS(reading, DateTimeOffset.FromUnixTimeSeconds(100), DateTimeOffset.FromUnixTimeSeconds(102)));

    public void Dispose() => _fixture.Dispose();

    private void Answer(string node, string date) => _fixture.Programs.Answers($"srun --jobid=7 --nodes=1 --ntasks=1 --nodelist={node} ", date + "\n");

    private Task CheckAsync(LaunchPlan plan)
    {
        LaunchServices services = _fixture.Services;
        var executor = new SlurmExecutor(services.Programs, new SlurmOptions { OuterJob = "7" }, ["loadgen"], services.Time);
        return NodeClocks.CheckAsync(executor, services, plan, SamplePlans.TwoNodes, TestContext.Current.CancellationToken);
    }
}
