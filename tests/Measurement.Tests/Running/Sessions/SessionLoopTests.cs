using System.Text.Json;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running.Sessions;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Simulation;
using LoadGen.Workloads.Sessions;

namespace LoadGen.Measurement.Tests.Running.Sessions;

/// <summary>A fixed number of sessions under way.</summary>
public class SessionLoopTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    public async Task Every_turn_of_every_session_is_made_once_and_in_order(int concurrency, int loops)
    {
        using var dataset = SessionDataset.OfText(sessions: 7, turns: 4);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(dataset.Options(engine.Url, concurrency: concurrency) with { Loops = loops });

        Assert.Equal((28, 28), (result.Totals.Requested, result.Totals.Completed));
        Assert.Equal(Enumerable.Range(0, 28), result.Indices.Order());
        Assert.InRange(result.Snapshots.Max(s => s.Active), 0, concurrency);
        SessionTotals sessions = result.Totals.Sessions;
        Assert.Equal((7, 7, 0, 0), (sessions.Started, sessions.Completed, sessions.Broken, sessions.Cut));
        Assert.Equal((28, 28, 0, 0), (sessions.TurnsPlanned, sessions.TurnsMade, sessions.TurnsNotMade, sessions.TurnsFailed));
        AssertOrder(result.Records);
        Assert.Equal("complete", RunStatus.Of(result.Run).Status);
    }

    [Fact]
    public async Task A_turn_starts_no_sooner_than_its_gap_after_the_one_before()
    {
        using var dataset = SessionDataset.OfText(sessions: 4, turns: 3, gapMs: 30);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(dataset.Options(engine.Url, concurrency: 4));

        AssertOrder(result.Records, gapS: 0.030);
        Assert.Equal(8, result.Totals.Sessions.GapLateness.Count);
        Assert.Equal(4, result.Totals.Sessions.Duration.Count);
        Assert.True(result.Totals.Sessions.Duration.Summarise().Min >= 0.060);
    }

    [Fact]
    public async Task Think_time_replaces_the_recorded_gaps()
    {
        using var dataset = SessionDataset.OfText(sessions: 2, turns: 3, gapMs: 3_600_000);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(dataset.Options(engine.Url, change: s => s with { ThinkTime = ThinkTime.Fixed(TimeSpan.FromMilliseconds(20)) }));

        Assert.Equal(6, result.Totals.Completed);
        AssertOrder(result.Records, gapS: 0.020);
    }

    [Fact]
    public async Task The_number_of_turns_ends_the_run_and_what_is_not_made_is_counted()
    {
        using var dataset = SessionDataset.OfText(sessions: 6, turns: 5);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(dataset.Options(engine.Url) with { Requests = 7 });

        SessionTotals sessions = result.Totals.Sessions;
        Assert.Equal((7, 7L), (result.Totals.Completed, sessions.TurnsMade));
        Assert.Equal(sessions.TurnsPlanned - 7, sessions.TurnsNotMade);
        Assert.Equal(sessions.Started, sessions.Completed + sessions.Cut);
        Assert.Equal(sessions.Started * 5, sessions.TurnsPlanned);
        Assert.Equal("complete", RunStatus.Of(result.Run).Status);
    }

    [Fact]
    public async Task Nobody_waits_out_a_gap_that_ends_after_the_run()
    {
        using var dataset = SessionDataset.OfText(sessions: 2, turns: 2, gapMs: 3_600_000);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(dataset.Options(engine.Url) with { Duration = TimeSpan.FromMinutes(10) });

        Assert.Equal((2, 2L, 2L), (result.Totals.Completed, result.Totals.Sessions.Cut, result.Totals.Sessions.TurnsNotMade));
    }

    [Fact]
    public async Task An_interruption_ends_the_gaps()
    {
        using var dataset = SessionDataset.OfText(sessions: 2, turns: 2, gapMs: 3_600_000);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(dataset.Options(engine.Url), cancelWhen: s => s.Done == 2);

        Assert.Equal((true, 2, 2L), (result.Run.Interrupted, result.Totals.Completed, result.Totals.Sessions.TurnsNotMade));
    }

    [Theory]
    [InlineData(OnTurnFailure.End, 1 + 3, 1, 1, 2)]
    [InlineData(OnTurnFailure.Continue, 3 + 3, 0, 2, 0)]
    public async Task A_failed_turn_ends_its_session_unless_told_to_go_on(OnTurnFailure policy, int made, int broken, int completed, int notMade)
    {
        using var dataset = SessionDataset.OfText(sessions: 2, turns: 3);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.With("status:503@4"));
        BenchResult result = await Bench.RunAsync(dataset.Options(engine.Url, concurrency: 1, change: s => s with { OnTurnFailure = policy }));

        SessionTotals sessions = result.Totals.Sessions;
        Assert.Equal((made, broken, completed, notMade), (sessions.TurnsMade, sessions.Broken, sessions.Completed, sessions.TurnsNotMade));
        Assert.Equal((1, 1), (sessions.TurnsFailed, result.Totals.Of(Outcome.Status5xx)));
    }

    [Fact]
    public async Task The_steady_state_counts_sessions_with_their_gaps()
    {
        using var dataset = SessionDataset.OfText(sessions: 4, turns: 3, gapMs: 20);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(dataset.Options(engine.Url, concurrency: 2));

        Assert.NotNull(result.Totals.Window!.Found);
        Assert.Contains("2 sessions (95% of concurrency 2)", result.Totals.Window.Rule, StringComparison.Ordinal);
        Assert.Contains(result.Records, r => r.GetProperty("phase").GetString() == "steady");
    }

    [Fact]
    public async Task A_server_that_is_not_there_ends_the_run()
    {
        using var dataset = SessionDataset.OfText(sessions: 200, turns: 2);
        BenchResult result = await Bench.RunAsync(dataset.Options(Bench.UrlOfNobody(), concurrency: 50));

        Assert.True(result.Run.Measured!.TargetLost);
        Assert.Equal(result.Totals.Requested, result.Totals.Of(Outcome.Refused));
    }

    internal static void AssertOrder(IReadOnlyList<JsonElement> records, double gapS = 0)
    {
        foreach (IGrouping<string, JsonElement> session in records.GroupBy(r => r.GetProperty("session").GetString()!))
        {
            JsonElement[] turns = [.. session.OrderBy(r => r.GetProperty("turn").GetInt32())];
            Assert.Equal(Enumerable.Range(1, turns.Length), turns.Select(t => t.GetProperty("turn").GetInt32()));
            for (int i = 1; i < turns.Length; i++)
            {
                // Instants are written in whole ns, as doubles of seconds.
                double leastS = turns[i - 1].GetProperty("end_s").GetDouble() + gapS - 1e-9;
                Assert.True(turns[i].GetProperty("send_s").GetDouble() >= leastS, $"turn {i + 1} of {session.Key} began {leastS - turns[i].GetProperty("send_s").GetDouble()} s before its time");
            }
        }
    }
}
