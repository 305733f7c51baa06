using LoadGen.Routing.Health;

namespace LoadGen.Routing.Tests.Health;

public class SettingsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        Assert.Empty(BreakerSettings.Default.Validate());
        Assert.Empty(ProbeSettings.Default.Validate());
        Assert.Empty(ReadinessSettings.Default.Validate());
    }

    [Fact]
    public void Every_problem_of_a_breaker_is_named_at_once_with_its_fix()
    {
        var settings = new BreakerSettings
        {
            FailuresToOpen = -1,
            Window = -2,
            FailureRate = 1.5,
            OpenS = 0,
            OpenSMax = double.NaN,
            TrialsMax = 0,
            SuccessesToClose = 0,
        };

        AssertNames(settings.Validate(), "failures_to_open", "window", "failure_rate", "open_s", "open_s_max", "trials_max", "successes_to_close");
    }

    [Fact]
    public void The_longest_open_time_is_no_shorter_than_the_first() =>
        AssertNames(new BreakerSettings { OpenS = 60, OpenSMax = 30 }.Validate(), "open_s_max");

    [Theory]
    [InlineData("health")]
    [InlineData("//other/health")]
    [InlineData("http://other/health")]
    [InlineData("/a path")]
    [InlineData("/health#now")]
    [InlineData("")]
    public void A_probe_path_is_absolute_and_nothing_else(string path) =>
        AssertNames(new ProbeSettings { Path = path }.Validate(), "path");

    [Fact]
    public void Every_problem_of_a_probe_is_named_at_once_with_its_fix()
    {
        var settings = new ProbeSettings { IntervalS = 0, TimeoutS = -1, Path = "x", UnhealthyAfter = 0, HealthyAfter = 0, UnderWayMax = 0 };

        AssertNames(settings.Validate(), "interval_s", "timeout_s", "path", "unhealthy_after", "healthy_after", "under_way_max");
    }

    [Fact]
    public void Every_problem_of_readiness_is_named_at_once_with_its_fix()
    {
        var settings = new ReadinessSettings { CanaryTimeoutS = 0, CanaryIntervalS = -1, CanaryFailuresMax = 0, RetryS = 0, RetrySMax = -1 };

        AssertNames(settings.Validate(), "canary_timeout_s", "canary_interval_s", "canary_failures_max", "retry_s", "retry_s_max");
    }

    private static void AssertNames(IReadOnlyList<string> problems, params string[] keys)
    {
        Assert.Equal(keys, problems.Select(p => p.Split(' ')[0]));
        Assert.All(problems, p => Assert.Contains(": use ", p, StringComparison.Ordinal));
    }
}
