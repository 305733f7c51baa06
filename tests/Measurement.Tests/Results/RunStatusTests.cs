using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Measurement.Validity;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Tests.Results;

public class RunStatusTests
{
    private static readonly RequestTimeline s_completed = Given.Completed([1, 2]);
    private static readonly RequestTimeline s_refused = Given.Failed(Outcome.Refused, "nothing listens");
    private static readonly RequestTimeline s_broken = Given.Failed(Outcome.Truncated, "broke off");
    private static readonly DatasetFormatException s_changed = new("chats.jsonl", 1, "the file was changed");

    [Fact]
    public async Task A_whole_run_is_complete_and_valid()
    {
        RunOutcome run = await ResultFixtures.RunAsync(ResultFixtures.Phase(s_completed, s_completed));

        Assert.Equal(("complete", 0), (RunStatus.Of(run).Status, RunStatus.Of(run).Reasons.Count));
        Assert.Equal(new RunVerdict(RunVerdictKind.Valid, null), RunStatus.Verdict(run, 0));
    }

    [Theory]
    [InlineData(0.25, RunVerdictKind.Valid)]
    [InlineData(0.24, RunVerdictKind.Failed)]
    [InlineData(0, RunVerdictKind.Failed)]
    public async Task More_failures_than_allowed_fail_the_run(double allowed, RunVerdictKind kind)
    {
        RunOutcome run = await ResultFixtures.RunAsync(ResultFixtures.Phase(s_completed, s_completed, s_completed, s_broken));
        RunVerdict verdict = RunStatus.Verdict(run, allowed);

        Assert.Equal((kind, "complete"), (verdict.Kind, RunStatus.Of(run).Status));
        Assert.Equal(kind == RunVerdictKind.Failed, verdict.Message?.Contains("1 of 4 requests failed", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task No_success_is_a_failure_whatever_is_allowed()
    {
        RunVerdict verdict = RunStatus.Verdict(await ResultFixtures.RunAsync(ResultFixtures.Phase(s_broken, s_refused)), 1);

        Assert.Equal(RunVerdictKind.Failed, verdict.Kind);
        Assert.Contains("none of 2 requests completed", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_alone_mean_that_the_target_cannot_be_reached()
    {
        RunVerdict verdict = RunStatus.Verdict(await ResultFixtures.RunAsync(ResultFixtures.Phase(s_refused, s_refused)), 1);

        Assert.Equal((RunVerdictKind.Unreachable, "none of 2 requests completed: nothing listens"), (verdict.Kind, verdict.Message));
    }

    [Fact]
    public async Task A_run_without_a_request_is_a_failure()
    {
        RunVerdict verdict = RunStatus.Verdict(await ResultFixtures.RunAsync(ResultFixtures.Phase()), 1);

        Assert.Equal(new RunVerdict(RunVerdictKind.Failed, "no request was made"), verdict);
    }

    [Fact]
    public async Task A_warmup_that_failed_is_a_failed_run_with_its_reason()
    {
        RunOutcome run = await ResultFixtures.RunAsync(null, ResultFixtures.Phase(s_broken, s_broken));
        (string status, IReadOnlyList<string> reasons) = RunStatus.Of(run);

        Assert.Equal(("failed", "all 2 warm-up requests failed: broke off"), (status, Assert.Single(reasons)));
        Assert.Equal(new RunVerdict(RunVerdictKind.Failed, "none of 2 warm-up requests completed: broke off"), RunStatus.Verdict(run, 1));
    }

    [Fact]
    public async Task A_warmup_that_was_refused_means_that_the_target_cannot_be_reached() =>
        Assert.Equal(RunVerdictKind.Unreachable, RunStatus.Verdict(await ResultFixtures.RunAsync(null, ResultFixtures.Phase(s_refused)), 1).Kind);

    [Fact]
    public async Task An_interrupted_run_is_partial_even_where_nothing_completed()
    {
        RunOutcome measured = await ResultFixtures.RunAsync(ResultFixtures.Phase(s_broken), interrupted: true);
        RunOutcome warming = await ResultFixtures.RunAsync(null, ResultFixtures.Phase(s_completed), interrupted: true);

        Assert.Equal(("partial", "interrupted"), (RunStatus.Of(measured).Status, Assert.Single(RunStatus.Of(measured).Reasons)));
        Assert.Equal(("failed", "interrupted"), (RunStatus.Of(warming).Status, Assert.Single(RunStatus.Of(warming).Reasons)));
        Assert.All([measured, warming], run => Assert.Equal(RunVerdictKind.Interrupted, RunStatus.Verdict(run, 1).Kind));
    }

    [Fact]
    public async Task A_target_that_went_away_leaves_a_partial_run()
    {
        RunOutcome run = await ResultFixtures.RunAsync(ResultFixtures.Phase(s_completed, s_refused) with { TargetLost = true });
        RunVerdict verdict = RunStatus.Verdict(run, 1);

        Assert.Equal("partial", RunStatus.Of(run).Status);
        Assert.Equal((RunVerdictKind.Unreachable, "the target went away after 1 completed requests: nothing listens"), (verdict.Kind, verdict.Message));
    }

    [Fact]
    public async Task A_failed_write_leaves_a_partial_run_that_says_how_much_is_kept()
    {
        PhaseOutcome phase = ResultFixtures.Phase(s_completed, s_completed, s_completed) with { WriteFailure = new IOException("No space left on device") };
        RunOutcome run = (await ResultFixtures.RunAsync(phase)) with { RecordsWritten = 2 };

        Assert.Equal("partial", RunStatus.Of(run).Status);
        Assert.Contains("(no space left on the disk): 2 of 3 records", Assert.Single(RunStatus.Of(run).Reasons), StringComparison.Ordinal);
        Assert.Equal(
            new RunVerdict(RunVerdictKind.Failed, "a file of the run could not be written: no space left on the disk"), RunStatus.Verdict(run, 1));
    }

    [Fact]
    public async Task A_dataset_that_changed_leaves_a_partial_run_that_says_so_in_one_line()
    {
        PhaseOutcome phase = ResultFixtures.Phase(s_completed, s_refused) with { SourceFailure = s_changed };
        RunOutcome run = await ResultFixtures.RunAsync(phase);

        Assert.Equal("partial", RunStatus.Of(run).Status);
        Assert.Equal(
            "the dataset could not be read any more, and the remaining requests were not made: chats.jsonl:1: the file was changed", Assert.Single(RunStatus.Of(run).Reasons));
        Assert.Equal(
            new RunVerdict(RunVerdictKind.Failed, "chats.jsonl:1: the file was changed; what was measured is marked partial"), RunStatus.Verdict(run, 1));
    }

    [Fact]
    public async Task A_dataset_that_changed_before_anything_was_asked_for_is_the_reason_and_not_the_target()
    {
        RunOutcome run = await ResultFixtures.RunAsync(ResultFixtures.Phase() with { SourceFailure = s_changed });

        Assert.Equal(
            new RunVerdict(RunVerdictKind.Failed, "chats.jsonl:1: the file was changed; nothing was measured"), RunStatus.Verdict(run, 1));
    }

    [Fact]
    public async Task A_dataset_that_changed_during_the_warm_up_leaves_a_failed_run()
    {
        RunOutcome whole = await ResultFixtures.RunAsync(ResultFixtures.Phase(s_completed));
        var run = RunOutcome.WithoutMeasurement(whole.Target, ResultFixtures.Phase(s_completed) with { SourceFailure = s_changed }, interrupted: false);

        Assert.Equal("failed", RunStatus.Of(run).Status);
        Assert.Equal("the dataset could not be read any more: chats.jsonl:1: the file was changed", Assert.Single(RunStatus.Of(run).Reasons));
        Assert.Equal(new RunVerdict(RunVerdictKind.Failed, "chats.jsonl:1: the file was changed; nothing was measured"), RunStatus.Verdict(run, 1));
    }

    [Fact]
    public async Task A_run_that_is_done_but_invalid_says_why_unless_that_is_allowed()
    {
        RunVerdict done = RunStatus.Verdict(await ResultFixtures.RunAsync(ResultFixtures.Phase(s_completed)), 1);
        var invalid = new ValidityInfo(false, ["too slow", "too late"], ValidityBounds.Default);

        Assert.Equal(
            new RunVerdict(RunVerdictKind.Invalid, "the measurement is invalid (--allow-invalid takes it all the same): too slow; also: too late"),
            done.Certified(invalid, allowInvalid: false));
        Assert.Same(done, done.Certified(invalid, allowInvalid: true));
        Assert.Same(done, done.Certified(new ValidityInfo(true, [], ValidityBounds.Default), allowInvalid: false));
    }

    [Theory]
    [InlineData(RunVerdictKind.Failed)]
    [InlineData(RunVerdictKind.Unreachable)]
    [InlineData(RunVerdictKind.Interrupted)]
    public void Whatever_else_ended_a_run_outweighs_its_validity(RunVerdictKind kind)
    {
        var ending = new RunVerdict(kind, "x");

        Assert.Same(ending, ending.Certified(new ValidityInfo(false, ["too slow"], ValidityBounds.Default), allowInvalid: false));
    }
}
