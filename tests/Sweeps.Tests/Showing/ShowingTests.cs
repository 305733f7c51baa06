using System.Globalization;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Showing;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Showing;

public sealed class ShowingTests
{
    [Fact]
    public void A_plan_shows_points_GPUs_and_what_its_time_assumes()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        PlanTable.Write(Sweep.Of(1, 1, 8), new SweepEstimate(null), point => point.Identity.Concurrency == 8, text);
        Assert.Equal(
            """
            e1-none-tp1: toy/engine on none, 1 GPU, by process
              e1-none-tp1-100x10-c1  10+2 requests  ~14 s
              e1-none-tp1-100x10-c8  80+16 requests  done
            small: 2 points of 1 engine starts, at most 1 GPUs at once, 1 done, about 5 min to go
            ~ assumed, where nothing was measured before: 1 s to the first token, 20 ms a token, 5 min to start an engine, 10 min a trace, 128 tokens an answer of a dataset

            """,
            text.ToString());
    }

    [Fact]
    public void A_plan_of_nothing_is_shown_too()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        PlanTable.Write(SweepSelection.Where(Sweep.Of(1, 1), _ => false), new SweepEstimate(null), _ => false, text);
        Assert.Equal("small: 0 points of 0 engine starts, at most 0 GPUs at once, about 0.0 s to go\n", text.ToString());
    }

    [Fact]
    public async Task What_was_measured_before_is_what_is_estimated()
    {
        using var rig = new SweepRig();
        rig.Bench.OnRun = (_, _) =>
        {
            rig.Time.AdvanceSeconds(33);
            return Task.FromResult(0);
        };
        SweepPlan plan = Sweep.Of(1, 1);
        await rig.RunAsync(plan);
        Assert.Equal((TimeSpan.FromSeconds(33), true), new SweepEstimate(rig.Folder).Of(plan.Points.Single()));
        Assert.True(PlanTable.DoneIn(rig.Folder)(plan.Points.Single()));
    }

    [Fact]
    public void Without_a_terminal_there_are_lines_and_nothing_else()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Play(text, isTerminal: false, new ManualTime());
        Assert.Equal(
            """
            2 points to measure, 3 are done
            e1-none-tp1: serves after 61 s
            [1/2] e1-none-tp1-100x10-c1: 7.0 s
            [2/2] e1-none-tp1-100x10-c2: failed: why

            """,
            text.ToString());
    }

    [Fact]
    public void On_a_terminal_the_last_line_says_what_runs_and_is_written_over()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Play(text, isTerminal: true, new ManualTime());
        Assert.Contains("0/2  e1-none-tp1 0.0 s of about 5 min", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("0/2  e1-none-tp1-100x10-c1 7.0 s of about 14 s\r\u001b[K[1/2] e1-none-tp1-100x10-c1: 7.0 s\n", text.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("failed: why\n", text.ToString(), StringComparison.Ordinal);
    }

    private static void Play(StringWriter text, bool isTerminal, ManualTime time)
    {
        SweepPlan plan = Sweep.Of(1, 1, 2);
        ConfigurationPlan engine = plan.Configurations[0];
        using var progress = new SweepProgress(text, isTerminal, () => 200, new SweepEstimate(null), time);
        progress.OnBegun(2, 3);
        progress.OnLaunching(engine);
        progress.OnReady(engine, TimeSpan.FromSeconds(61));
        progress.OnPoint(engine.Points[0]);
        time.AdvanceSeconds(7);
        progress.OnPointDone(engine.Points[0], TimeSpan.FromSeconds(7), isValid: true);
        progress.OnPoint(engine.Points[1]);
        progress.OnPointFailed(engine.Points[1], "why");
    }
}
