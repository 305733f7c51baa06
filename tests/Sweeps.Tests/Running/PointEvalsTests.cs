using System.Text.Json;
using LoadGen.Results.Rows;
using LoadGen.Results.Store;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Running;

public sealed class PointEvalsTests : IDisposable
{
    private const string First = "e1-none-tp1-100x10-c1";
    private const string Second = "e1-none-tp1-100x10-c2";

    private readonly SweepRig _rig = new();
    private readonly EvalSweep _sweep = new();

    public void Dispose()
    {
        _rig.Dispose();
        _sweep.Dispose();
    }

    [Fact]
    public async Task Each_point_s_engine_is_asked_behind_the_measurement_and_the_row_has_the_accuracy()
    {
        SweepOutcome outcome = await _rig.RunAsync(_sweep.Plan());
        Assert.True(outcome.IsComplete);
        Assert.Single(_rig.Engines.Starts);
        Assert.Equal([First, Second], _rig.Points);
        Assert.Empty(_rig.Attempts);
        Assert.Equal([$"point {First}", $"done {First}", $"asked {First}: gsm8k 0.75", $"point {Second}"], _rig.Watched.Lines.Skip(3).Take(4));
        ResultRow row = RowReader.ReadFolder(_rig.Folder).Rows[0];
        Assert.Equal((800.0, 0.75), (row.Metrics["tput_per_gpu"], row.Metrics["accuracy:gsm8k"]));
        JsonElement scores = JsonDocument.Parse(File.ReadAllText(_rig.Point(First, $"agg_eval_{First}.json"))).RootElement;
        Assert.Equal(("gsm8k", "em_strict", 0.75, "evals/gsm8k/evaluation.json"), (
            scores[0].GetProperty("task").GetString(), scores[0].GetProperty("score_name").GetString(), scores[0].GetProperty("score").GetDouble(), scores[0].GetProperty("source").GetString()));
        JsonElement eval = JsonDocument.Parse(File.ReadAllText(_rig.Point(First, "evals/gsm8k/eval.json"))).RootElement;
        Assert.Equal(["loadgen", "eval", "gsm8k"], eval.GetProperty("command").EnumerateArray().Take(3).Select(word => word.GetString()));
        Assert.Equal(2, _rig.Journal.Count(line => line.Contains("\"eval_done\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_engine_is_asked_at_the_load_that_was_measured_and_told_where_it_serves()
    {
        await _rig.RunAsync(_sweep.Plan("limit: 50"));
        Assert.Equal(["1", "2"], _rig.Bench.Evals.Select(words => FakeBench.After(words, "--concurrency")));
        IReadOnlyList<string> words = _rig.Bench.Evals[0];
        Assert.Equal(("http://127.0.0.1:8000", "50", "0.05"), (FakeBench.After(words, "--url"), FakeBench.After(words, "--limit"), FakeBench.After(words, "--max-failure-rate")));
    }

    [Fact]
    public async Task A_failed_evaluation_loses_no_point_and_stops_no_sweep()
    {
        _rig.Bench.OnEval = (_, _) => Task.FromResult(1);
        SweepOutcome outcome = await _rig.RunAsync(_sweep.Plan());
        Assert.Equal((2, 0, 0, 2), (outcome.Done, outcome.Failed, outcome.NotBegun, outcome.EvalsFailed));
        Assert.False(outcome.IsComplete);
        Assert.False(outcome.OnlyEnginesFailed);
        Assert.Equal([First, Second], _rig.Points);
        Assert.Equal([$"{First}-eval-gsm8k-1", $"{Second}-eval-gsm8k-1"], _rig.Attempts);
        Assert.Contains(_rig.Watched.Lines, line => line.StartsWith($"note {First}: the evaluation gsm8k failed: loadgen eval ended with 1: ended with 1; all of it is in ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resumed_only_what_was_not_asked_is()
    {
        int asked = 0;
        _rig.Bench.OnEval = (_, _) => Task.FromResult(++asked == 1 ? 0 : 1);
        await _rig.RunAsync(_sweep.Plan());
        _rig.Bench.OnEval = (_, _) => Task.FromResult(0);
        SweepOutcome outcome = await _rig.RunAsync(_sweep.Plan(), isResumed: true);
        Assert.Equal((0, 2, 0, true), (outcome.Done, outcome.Kept, outcome.NotBegun, outcome.IsComplete));
        Assert.Equal(2, _rig.Bench.Runs.Count);
        Assert.Equal(3, _rig.Bench.Evals.Count);
        Assert.Equal(["begun 0 kept 2", "note 1 of the points that are done lack evaluations"], _rig.Watched.Lines.Take(2));
        Assert.True(File.Exists(_rig.Point(Second, "evals/gsm8k/evaluation.json")));
        outcome = await _rig.RunAsync(_sweep.Plan(), isResumed: true);
        Assert.True(outcome.IsComplete);
        Assert.Equal(2, _rig.Engines.Starts.Count);
    }

    [Fact]
    public async Task An_evaluation_that_lacks_its_name_only_gets_it()
    {
        await _rig.RunAsync(_sweep.Plan());
        Directory.Move(_rig.Point(First, "evals/gsm8k"), Path.Combine(_rig.Folder, "attempts", $"{First}-eval-gsm8k-1"));
        File.Delete(_rig.Point(First, $"agg_eval_{First}.json"));
        SweepOutcome outcome = await _rig.RunAsync(_sweep.Plan(), isResumed: true);
        Assert.True(outcome.IsComplete);
        Assert.Equal(2, _rig.Bench.Evals.Count);
        Assert.True(File.Exists(_rig.Point(First, "evals/gsm8k/eval.json")) && File.Exists(_rig.Point(First, $"agg_eval_{First}.json")));
        Assert.Empty(_rig.Attempts);
    }

    [Fact]
    public async Task Other_questions_are_asked_anew_and_the_measurement_stays()
    {
        await _rig.RunAsync(_sweep.Plan());
        SweepOutcome outcome = await _rig.RunAsync(_sweep.Plan("limit: 7"), isResumed: true);
        Assert.Equal((0, 2, true), (outcome.Done, outcome.Kept, outcome.IsComplete));
        Assert.Equal(4, _rig.Bench.Evals.Count);
        Assert.Equal([$"{First}-eval-gsm8k-changed-1", $"{Second}-eval-gsm8k-changed-1"], _rig.Attempts);
    }

    [Fact]
    public async Task An_engine_that_dies_while_it_is_asked_comes_back_for_the_rest()
    {
        int asked = 0;
        _rig.Bench.OnEval = (_, stop) =>
        {
            if (++asked > 1)
            {
                return Task.FromResult(0);
            }

            _rig.Engines.Last.Die("out of memory");
            return FakeBench.UntilStoppedAsync(stop);
        };
        SweepOutcome outcome = await _rig.RunAsync(_sweep.Plan());
        Assert.True(outcome.IsComplete);
        Assert.Equal((2, 2), (outcome.Done, _rig.Engines.Starts.Count));
        Assert.Equal([1, 2], _rig.Bench.Concurrencies);
    }

    [Fact]
    public async Task An_engine_that_dies_of_every_question_costs_evaluations_and_points_that_were_not_measured()
    {
        _rig.Bench.OnEval = (_, stop) =>
        {
            _rig.Engines.Last.Die("out of memory");
            return FakeBench.UntilStoppedAsync(stop);
        };
        SweepOutcome outcome = await _rig.RunAsync(_sweep.Plan());
        Assert.Equal((1, 1, 1), (outcome.Done, outcome.Failed, outcome.EvalsFailed));
        Assert.Equal([First], _rig.Points);
        Assert.Contains(_rig.Watched.Lines, line => line.StartsWith($"note {First}: 1 of its evaluations were not asked: the engine was started 2 times", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Interrupted_while_it_is_asked_the_point_stays_and_the_evaluation_is_left()
    {
        using var stop = new CancellationTokenSource();
        _rig.Bench.OnEval = (_, ending) =>
        {
            stop.Cancel();
            return FakeBench.UntilStoppedAsync(ending);
        };
        SweepOutcome outcome = await _rig.RunAsync(_sweep.Plan(), stop: stop.Token);
        Assert.True(outcome.WasInterrupted);
        Assert.Equal((1, 0), (outcome.Done, outcome.EvalsFailed));
        Assert.Equal([First], _rig.Points);
        Assert.Empty(_rig.Engines.Running);
    }

    [Fact]
    public async Task One_that_takes_too_long_is_given_up()
    {
        _rig.Bench.OnEval = (_, stop) =>
        {
            _rig.Time.Advance(TimeSpan.FromSeconds(31));
            return FakeBench.UntilStoppedAsync(stop);
        };
        SweepOutcome outcome = await _rig.RunAsync(_sweep.Plan(limits: "eval_s: 30"));
        Assert.Equal((2, 2), (outcome.Done, outcome.EvalsFailed));
        Assert.Contains($"note {First}: the evaluation gsm8k failed: not over within 30 s (limits.eval_s)", _rig.Watched.Lines);
    }

    [Fact]
    public void A_plan_names_them_behind_their_points()
    {
        PointPlan point = _sweep.Plan("conc_list: [2]").Points.Last();
        Assert.Equal("gsm8k", Assert.Single(point.Evals).Name);
        Assert.Empty(_sweep.Plan("conc_list: [2]").Points.First().Evals);
    }
}
