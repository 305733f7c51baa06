using System.Text.Json;
using LoadGen.Histograms;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Validity;

namespace LoadGen.Measurement.Tests.Results;

public class ObserverInfoTests
{
    [Fact]
    public void Delays_are_in_microseconds_with_their_count()
    {
        HdrHistogram delays = Observed.Empty();
        delays.TryRecord(1_000, 98);
        delays.TryRecord(20_000);
        delays.TryRecord(500_000);

        Assert.Equal(new DelayInfo(1, 20.015, 500.223, 500.223, 100), Rounded(DelayInfo.Of(delays)));
        Assert.Equal(new DelayInfo(null, null, null, null, 0), DelayInfo.Of(Observed.Empty()));
    }

    [Fact]
    public void Cpu_is_given_per_output_token_and_not_without_one()
    {
        Assert.Equal(15.0, ObserverInfo.Of(Observed.Healthy, 4000).CpuPerTokenUs);
        Assert.Null(ObserverInfo.Of(Observed.Healthy, 0).CpuPerTokenUs);
    }

    [Fact]
    public async Task The_document_carries_observer_validity_and_arrivals()
    {
        RunOutcome run = (await ResultFixtures.RunAsync(ResultFixtures.Phase(Given.Completed([10, 30, 50])))) with
        {
            Observer = Observed.Healthy with { Dropped = 2 },
            Arrivals = new ArrivalCounts(9, 7, 0, 2),
        };
        JsonElement d = Document(run);
        JsonElement observer = d.GetProperty("observer");
        JsonElement validity = d.GetProperty("validity");

        Assert.Equal(
            ["clock", "transport", "loops", "delay_us", "record_us", "loop_lag_us", "cpu_per_token_us", "cpu_share", "run_queue_share", "dropped", "reads", "untimed_reads", "clock_source"],
            observer.EnumerateObject().Select(p => p.Name));
        Assert.All(["delay_us", "record_us", "loop_lag_us"], key =>
            Assert.Equal(["p50", "p99", "p99_9", "max", "count"], observer.GetProperty(key).EnumerateObject().Select(p => p.Name)));
        Assert.Equal(("kernel", "epoll", 2, 20_000.0), (
            observer.GetProperty("clock").GetString(), observer.GetProperty("transport").GetString(),
            observer.GetProperty("loops").GetInt32(), observer.GetProperty("cpu_per_token_us").GetDouble()));
        Assert.Equal((false, 2), (validity.GetProperty("valid").GetBoolean(), validity.GetProperty("reasons").GetArrayLength()));
        Assert.Equal(
            """{"observer_itl_share":0.05,"observer_ttft_share":0.1,"delay_always":false,"cpu_share":0.8,"run_queue_share":0.1,"lateness_ms":1,"lateness_gap_share":0.05}""",
            JsonSerializer.Serialize(validity.GetProperty("bounds")));
        Assert.Equal("""{"due":9,"sent":7,"late":0,"missed":2}""", JsonSerializer.Serialize(d.GetProperty("schedule").GetProperty("arrivals")));
    }

    [Fact]
    public async Task The_delay_is_held_against_the_runs_own_medians()
    {
        // Gaps of 1 ms allow 50 µs.
        RunOutcome run = (await ResultFixtures.RunAsync(ResultFixtures.Phase(Given.Completed([100, 101, 102])))) with
        {
            Observer = Observed.Healthy with { Clock = "user" },
        };

        Assert.Contains("median ITL (1 ms)", Document(run).GetProperty("validity").GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bounds_of_the_options_are_those_in_force()
    {
        RunOutcome run = await ResultFixtures.RunAsync(ResultFixtures.Phase(Given.Completed([100, 101, 102])));
        BenchOptions options = ResultFixtures.Options with { Validity = new ValidityBounds { ObserverItlShare = 0.5 } };
        ValidityInfo validity = new ResultWriter(options, ResultFixtures.About).Build(run).Validity;

        Assert.Equal((true, 0.5), (validity.Valid, validity.Bounds.ObserverItlShare));
    }

    [Fact]
    public async Task A_run_that_measured_nothing_has_no_observer_and_is_not_valid()
    {
        JsonElement d = Document(await ResultFixtures.RunAsync(null, ResultFixtures.Phase(Given.Completed([10]))));

        Assert.Equal(JsonValueKind.Null, d.GetProperty("observer").ValueKind);
        Assert.Equal(JsonValueKind.Null, d.GetProperty("schedule").GetProperty("arrivals").ValueKind);
        Assert.Equal("nothing was measured", d.GetProperty("validity").GetProperty("reasons")[0].GetString());
    }

    [Fact]
    public async Task Shares_that_are_not_known_are_null_and_not_valid()
    {
        RunOutcome run = (await ResultFixtures.RunAsync(ResultFixtures.Phase(Given.Completed([100, 120])))) with
        {
            Observer = Observed.Healthy with { CpuShare = double.NaN },
        };
        JsonElement d = Document(run);

        Assert.Equal(JsonValueKind.Null, d.GetProperty("observer").GetProperty("cpu_share").ValueKind);
        Assert.False(d.GetProperty("validity").GetProperty("valid").GetBoolean());
    }

    private static JsonElement Document(RunOutcome run) => JsonSerializer.SerializeToElement(
        new ResultWriter(ResultFixtures.Options, ResultFixtures.About).Build(run), ResultJson.Readable.ResultDocument);

    private static DelayInfo Rounded(DelayInfo d) => new(Round(d.P50), Round(d.P99), Round(d.P999), Round(d.Max), d.Count);

    private static double? Round(double? us) => us is { } value ? Math.Round(value, 3) : null;
}
