using LoadGen.Launching.Executors;
using LoadGen.Launching.Life;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Tests.Support;

namespace LoadGen.Launching.Tests.Life;

public class RouterUnitTests
{
    private static readonly LaunchPlan s_plan = SamplePlans.Plan(
        SamplePlans.Worker(LaunchRole.Prefill) with { Port = 8100, BootstrapPort = 8998 },
        SamplePlans.Worker(LaunchRole.Decode) with { Port = 8200, Node = 1, Gpus = [0] }) with { Router = new RouterPlan("sglang", 8000, "recipe:3") };

    [Fact]
    public void Its_configuration_names_the_workers_where_they_run() => Assert.Equal(
        """
        # Made by loadgen launch from sglang/test.
        listen: '0.0.0.0:8000'
        protocol: sglang
        telemetry: {access_log: none}
        pools:
          prefill:
            workers:
              - {url: 'http://10.0.0.1:8100', bootstrap_port: 8998, tp_size: 2}
          decode:
            workers:
              - {url: 'http://10.0.0.2:8200'}

        """,
        RouterUnit.Configuration(s_plan, s_plan.Router!, SamplePlans.TwoNodes), ignoreLineEndingDifferences: true);

    [Fact]
    public void It_is_this_program_and_is_reached_on_this_host_alone_where_all_of_it_is_here()
    {
        WorkerPlan router = RouterUnit.Of(s_plan, ["dotnet", "loadgen.dll"], [NodePlace.Local, NodePlace.Local]);
        Assert.Equal(["dotnet", "loadgen.dll", "route", "%{files}/router.yaml"], router.Command.Select(word => word.Text));
        Assert.Contains("listen: '127.0.0.1:8000'", Assert.Single(router.Files).Content, StringComparison.Ordinal);
        Assert.Equal(("/ready", "", "/v1/completions"), (router.Readiness.HealthPath, router.Readiness.ModelsPath, router.Readiness.CanaryPath));
    }

    [Theory]
    [InlineData("1000.5", 0)]
    [InlineData("998.0", 2)]
    [InlineData("1004.0", 3)]
    public void A_clock_is_off_by_as_much_as_it_lies_outside_of_the_time_it_was_asked_in(string reading, double offsetS) =>
        Assert.Equal(offsetS, NodeClocks.OffsetS(reading, DateTimeOffset.FromUnixTimeSeconds(1000), DateTimeOffset.FromUnixTimeSeconds(1001)));

    [Fact]
    public void No_reading_is_no_offset() => Assert.Null(NodeClocks.OffsetS("srun: error", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
}
