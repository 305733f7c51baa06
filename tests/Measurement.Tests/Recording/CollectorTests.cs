using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Recording;

public sealed class CollectorTests : IDisposable
{
    private const long StartNs = 1_000_000_000;
    private const long SecondNs = 1_000_000_000;

    private readonly TemporaryFolder _folder = new();
    private readonly LiveShards _live = new();
    private readonly TimelinePool _pool = new();
    private readonly RecordingObserver _observer = new();

    public void Dispose()
    {
        _live.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void An_interval_ends_when_it_is_over_and_not_before()
    {
        using Collector collector = Create(null);
        collector.Process(StartNs, 0, isLast: false);
        collector.Process(StartNs + SecondNs - 1, 0, isLast: false);
        Assert.Empty(_observer.Snapshots);

        collector.Process(StartNs + SecondNs, 0, isLast: false);
        collector.Process(StartNs + (2 * SecondNs) - 1, 0, isLast: false);
        Assert.Single(_observer.Snapshots);

        collector.Process(StartNs + (5 * SecondNs), 0, isLast: false);
        collector.Process(StartNs + (5 * SecondNs) + 1, 0, isLast: true);
        Assert.Equal([1.0, 5.0, 5.000000001], _observer.Snapshots.Select(s => s.ElapsedS));
    }

    [Fact]
    public void Chunks_of_several_tokens_count_as_so_many_tokens_a_second()
    {
        using Collector collector = Create(null);
        collector.Enqueue(Given.Completed([10, 20], usage: 8));
        for (int i = 0; i < 100; i++)
        {
            _live.Current.RecordChunk(20 * Given.Ms);
        }

        collector.Process(StartNs + (2 * SecondNs), active: 1, isLast: false);

        Assert.Equal(200, Assert.Single(_observer.Snapshots).TokensPerS);
    }

    [Fact]
    public void A_snapshot_says_how_the_phase_stands()
    {
        using Collector collector = Create(null);
        collector.Enqueue(Given.Completed([10, 20]));
        collector.Enqueue(Given.Failed(Outcome.Status5xx));
        _live.Current.RecordTtft(50 * Given.Ms);
        for (int i = 0; i < 100; i++)
        {
            _live.Current.RecordChunk(i == 0 ? -1 : 20 * Given.Ms);
        }

        collector.Process(StartNs + (2 * SecondNs), active: 7, isLast: false);
        BenchSnapshot snapshot = Assert.Single(_observer.Snapshots);

        Assert.Equal((2, 1, 7, 10, 20.0), (snapshot.Done, snapshot.Failed, snapshot.Active, snapshot.Planned!.Value, snapshot.PlannedS!.Value));
        Assert.Equal((50.0, 18.0), (snapshot.TokensPerS, snapshot.RemainingS!.Value));
        Assert.Equal((50.0, 20.0), (snapshot.TtftP50Ms!.Value, snapshot.ItlP99Ms!.Value), new Near(0.001));
        Assert.True(snapshot.IsWarmup);
    }

    [Fact]
    public void Before_the_first_token_there_are_no_latencies_and_latencies_add_up_over_intervals()
    {
        using Collector collector = Create(null);
        collector.Process(StartNs + SecondNs, 1, isLast: false);
        _live.Current.RecordTtft(10 * Given.Ms);
        collector.Process(StartNs + (2 * SecondNs), 1, isLast: false);
        _live.Current.RecordTtft(90 * Given.Ms);
        collector.Process(StartNs + (3 * SecondNs), 1, isLast: false);

        Assert.Equal([null, 10.0, 10.0], _observer.Snapshots.Select(s => Rounded(s.TtftP50Ms)));
        Assert.Equal([null, 10.0, 90.0], _observer.Snapshots.Select(s => Rounded(s.TtftP99Ms)));
        Assert.All(_observer.Snapshots, s => Assert.Null(s.ItlP50Ms));
    }

    [Fact]
    public void A_phase_stopped_before_its_schedule_began_ends_with_an_empty_interval()
    {
        using RunFolder folder = RunFolder.Open(_folder.Path, overwrite: false);
        using var logs = new RunLogs(folder, ResultFixtures.StartedAt);
        using Collector collector = Create(logs);
        collector.Process(StartNs - 5, 0, isLast: true);

        Assert.Equal((0.0, 0.0), (Assert.Single(_observer.Snapshots).ElapsedS, _observer.Snapshots[0].TokensPerS));
        Assert.Null(collector.WriteFailure);
    }

    [Fact]
    public void Timelines_go_back_to_the_pool()
    {
        using Collector collector = Create(null);
        RequestTimeline timeline = Given.Completed([10]);
        collector.Enqueue(timeline);
        collector.Process(StartNs, 0, isLast: false);

        Assert.Same(timeline, _pool.Rent());
    }

    [Fact]
    public void The_end_of_the_phase_ends_the_wait()
    {
        using Collector collector = Create(null);
        collector.Enqueue(Given.Completed([10]));
        collector.Wake();
        collector.Wait(Timeout.InfiniteTimeSpan);
        collector.Process(StartNs, 0, isLast: false);

        Assert.Equal(1, collector.Totals.Completed);
    }

    [Fact]
    public void After_a_failed_write_nothing_more_is_written_but_everything_is_counted()
    {
        var file = new FillingStream(room: 1500);
        using var logs = new RunLogs(name => name == "records.jsonl" ? file : new MemoryStream(), ResultFixtures.StartedAt);
        using Collector collector = Create(logs);
        for (int i = 1; i <= 4; i++)
        {
            collector.Enqueue(Given.Completed([10, 20], index: i));
            collector.Enqueue(Given.Failed(Outcome.Truncated, index: 10 * i));
            _live.Current.RecordTtft(10 * Given.Ms);
            _live.Current.RecordTtft(i * 100 * Given.Ms);
            collector.Process(StartNs + (i * SecondNs), 0, isLast: i == 4);
        }

        Assert.Contains("No space left", collector.WriteFailure!.Message, StringComparison.Ordinal);
        Assert.Equal(1, file.Failures);
        Assert.Equal((8, 4, 4), (collector.Totals.Requested, collector.Totals.Completed, collector.Totals.Failed));
        string written = System.Text.Encoding.UTF8.GetString(file.ToArray());
        Assert.Equal(logs.RecordsWritten, written.Split('\n').Length - 1);
        Assert.InRange(logs.RecordsWritten, 1, 7);
        Assert.EndsWith("}\n", written, StringComparison.Ordinal);

        // Half of all are 10 ms, and each of the others came once: no interval is counted twice in the live view.
        Assert.Equal(10.0, Rounded(_observer.Snapshots[^1].TtftP50Ms));
        Assert.Equal(4, _observer.Snapshots.Count);
    }

    private static double? Rounded(double? value) => value is { } v ? Math.Round(v, 1) : null;

    private Collector Create(RunLogs? logs) => new(
        new CollectorPhase(logs is null, StartNs, SecondNs, 10, 20, []), logs, _live, _pool, _observer);

    private sealed class Near(double relative) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => IsNear(x.Item1, y.Item1) && IsNear(x.Item2, y.Item2);

        public int GetHashCode((double, double) obj) => 0;

        private bool IsNear(double expected, double actual) => Math.Abs(expected - actual) <= expected * relative;
    }
}
