using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running.Sessions;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Simulation;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Sessions;

namespace LoadGen.Measurement.Tests.Running;

/// <summary>Datasets that cannot be read any more in the midst of a run.</summary>
public class DatasetLossTests
{
    private const long MillisecondNs = 1_000_000;

    private static readonly DatasetFormatException s_changed = new("chats.jsonl", 1, "the file was changed");

    [Fact]
    public async Task A_closed_loop_ends_with_the_requests_under_way_and_keeps_them()
    {
        BenchResult result = await Bench.RunAsync(Bench.Fast, o => o with { Workload = LostAt(5, count: 50), Requests = 50 });

        AssertEnded(result, "chats.jsonl:1: the file was changed; what was measured is marked partial");
        Assert.InRange(result.Totals.Completed, 1, 5);
        result.AssertAll(Outcome.Completed);
        Assert.Equal(result.Totals.Requested, result.Totals.Completed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public async Task A_schedule_ends_with_the_requests_under_way_and_keeps_them(int? concurrency)
    {
        // No more than 32 are put together ahead, so the 41st is when some have been sent.
        long[] offsets = [.. Enumerable.Range(0, 64).Select(i => i * MillisecondNs)];
        BenchResult result = await Bench.RunAsync(Bench.Fast, o => o with
        {
            Loops = 1, Workload = LostAt(40, count: 64), Requests = 64, Concurrency = concurrency, Arrivals = new ListedArrivals(offsets),
        });

        AssertEnded(result, "chats.jsonl:1: the file was changed; what was measured is marked partial");
        // Under a limit those behind it may have been sent before its turn came.
        Assert.InRange(result.Totals.Completed, 8, concurrency is null ? 40 : 63);
        result.AssertAll(Outcome.Completed);
        Assert.Equal(result.Totals.Requested, result.Run.Arrivals!.Sent);
    }

    [Fact]
    public async Task A_request_that_was_due_when_its_prompt_could_not_be_read_is_missed()
    {
        // The first was due a second before the run began; the other is due an hour after.
        BenchResult result = await Bench.RunAsync(Bench.Fast, o => o with
        {
            Loops = 1, Workload = LostAt(0, count: 2), Concurrency = null, Arrivals = new ListedArrivals(-1_000 * MillisecondNs, 3_600_000 * MillisecondNs),
        });

        AssertEnded(result, "chats.jsonl:1: the file was changed; nothing was measured");
        Assert.Equal((0, 1L), (result.Totals.Requested, result.Run.Arrivals!.Missed));
    }

    [Fact]
    public async Task A_warm_up_that_loses_the_dataset_is_all_there_is()
    {
        BenchResult result = await Bench.RunAsync(Bench.Fast, o => o with { Warmup = LostAt(2, count: null), WarmupRequests = 4 });

        Assert.Null(result.Run.Measured);
        Assert.Equal(("failed", RunVerdictKind.Failed), (RunStatus.Of(result.Run).Status, RunStatus.Verdict(result.Run, 1).Kind));
        Assert.Same(s_changed, result.Run.Warmup!.SourceFailure);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(SessionStarts.WhenOneEnds)]
    [InlineData(SessionStarts.Scheduled)]
    public async Task A_file_cut_short_under_way_ends_the_run_with_one_line(SessionStarts? starts)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Of("dataset.jsonl");
        File.WriteAllLines(path, Enumerable.Range(0, 8).Select(i => $$"""{"prompt":"question {{i}}","output_tokens":3}"""));
        using ConversationSource source = DatasetFile.Open(path, new DatasetOptions { Repeat = DatasetOptions.WithoutEnd });
        var sessions = new SessionOptions
        {
            Source = source,
            Prompts = new DatasetWorkloadOptions(),
            Starts = starts ?? SessionStarts.WhenOneEnds,
            Schedule = starts == SessionStarts.Scheduled ? Arrivals.Open(500, 1, ArrivalShape.Constant, null, null, seed: 1) : null,
        };
        bool isCut = false;
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(
            Bench.Options(engine.Url, "chat", requests: null) with
            {
                Workload = starts is null ? new DatasetWorkload(source, new DatasetWorkloadOptions()) : new SessionWorkload(source, "test"),
                Sessions = starts is null ? null : sessions,
                Generation = new Inference.GenerationOptions { Model = "sim" },
                Duration = TimeSpan.FromHours(1),
            },
            cancelWhen: snapshot =>
            {
                if (snapshot.Done > 0 && !isCut)
                {
                    File.WriteAllText(path, "{}\n");
                    isCut = true;
                }

                return false;
            });

        Assert.True(result.Totals.Completed > 0);
        Assert.Equal(result.Totals.Requested, result.Totals.Completed + result.Totals.Of(Outcome.Cancelled));
        Assert.StartsWith($"{path}:1: the file was changed while it was in use: at byte ", RunStatus.Verdict(result.Run, 1).Message, StringComparison.Ordinal);
        AssertEnded(result, RunStatus.Verdict(result.Run, 1).Message!);
    }

    private static FixedWorkload LostAt(int lost, int? count) => new(count, onWriting: index =>
    {
        if (index == lost)
        {
            throw s_changed;
        }
    });

    private static void AssertEnded(BenchResult result, string message)
    {
        (string status, IReadOnlyList<string> reasons) = RunStatus.Of(result.Run);
        Assert.Equal("partial", status);
        Assert.StartsWith("the dataset could not be read any more, and the remaining requests were not made: ", Assert.Single(reasons), StringComparison.Ordinal);
        Assert.Equal(new RunVerdict(RunVerdictKind.Failed, message), RunStatus.Verdict(result.Run, 1));
        Assert.DoesNotContain('\n', message);
        Assert.Equal(result.Totals.Requested, result.Records.Count);
    }
}
