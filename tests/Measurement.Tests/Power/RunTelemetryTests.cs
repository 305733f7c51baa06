using LoadGen.Measurement.Power;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Simulation;
using LoadGen.Telemetry;
using LoadGen.Telemetry.Sources;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Tests.Power;

public class RunTelemetryTests
{
    // A page that nobody serves: the port is reserved and never used.
    private static readonly TelemetryOptions s_nowhere = new() { Source = new SourceChoice(SourceKind.Dcgm, new Uri("http://127.0.0.1:1/metrics")) };

    [Fact]
    public async Task Where_none_is_asked_for_a_run_says_so_and_nothing_else_changes()
    {
        using RunTelemetry telemetry = RunTelemetry.Open(TelemetryOptions.None, MonotonicClock.Instance, Assert.Fail);
        RunOutcome run = await ResultFixtures.RunAsync(ResultFixtures.Phase(Given.Completed([10, 20])));
        RunOutcome with = telemetry.AddTo(run);
        Assert.Equal((null, null, "not asked for (--telemetry)"), (with.Power, with.EngineMetrics, with.PowerAbsent));
    }

    [Fact]
    public async Task A_source_that_is_not_there_is_told_and_becomes_the_reason()
    {
        var notices = new List<string>();
        using RunTelemetry telemetry = RunTelemetry.Open(s_nowhere, MonotonicClock.Instance, notices.Add);
        RunOutcome run = telemetry.AddTo(await ResultFixtures.RunAsync(ResultFixtures.Phase(Given.Completed([10, 20]))));

        Assert.StartsWith("no GPU telemetry: DCGM: GET http://127.0.0.1:1/metrics failed", run.PowerAbsent, StringComparison.Ordinal);
        Assert.EndsWith("(--require-power makes that an error)", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public void Required_it_is_an_error() =>
        Assert.Throws<TelemetryException>(() => RunTelemetry.Open(s_nowhere with { Require = true }, MonotonicClock.Instance, Assert.Fail));

    [Fact]
    public async Task A_run_tells_it_where_the_measurement_begins_and_ends_and_not_the_warm_up()
    {
        var window = new Window();
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(Bench.Options(engine.Url) with { WarmupRequests = 3 }, window: window.With(engine));

        // By then the engine had answered the warm-up, and nothing more.
        Assert.Equal([("opening", 3L), ("closed", 5L)], window.Told);
        Assert.Equal(2, result.Totals.Completed);
    }

    private sealed class Window : IRunWindow
    {
        private SimulatedEngine? _engine;

        public List<(string What, long Served)> Told { get; } = [];

        public Window With(SimulatedEngine engine)
        {
            _engine = engine;
            return this;
        }

        public void Opening() => Told.Add(("opening", _engine!.Snapshot().Requests));

        public void Closed() => Told.Add(("closed", _engine!.Snapshot().Requests));
    }
}
