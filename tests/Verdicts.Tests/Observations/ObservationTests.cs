using System.Text;
using LoadGen.Inference;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Observations;
using LoadGen.Workloads;

namespace LoadGen.Verdicts.Tests.Observations;

public sealed class ObservationTests : IDisposable
{
    private const long StartNs = 1_000_000_000;
    private static readonly SteadySpan s_steady = new(StartNs + 100_000_000, long.MaxValue);
    private readonly string _folder = Directory.CreateTempSubdirectory("loadgen-observation").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Outcome.Completed)]
    [InlineData(Outcome.TimedOut)]
    [InlineData(Outcome.WrongLength)]
    [InlineData(Outcome.Cancelled)]
    public void A_record_says_what_was_seen_live_to_the_last_digit(Outcome outcome)
    {
        RequestTimeline timeline = Timeline(outcome, sendNs: StartNs + 200_000_000);
        Assert.Equal(Live(timeline), Recorded(timeline));
    }

    [Theory]
    [InlineData(50, Outcome.Refused, RunStage.Ramp)]
    [InlineData(150, Outcome.Refused, RunStage.Steady)]
    [InlineData(950, Outcome.Refused, RunStage.Steady)]
    [InlineData(150, Outcome.Cancelled, RunStage.Unsent)]
    public void One_that_was_never_sent_belongs_to_the_stage_in_which_it_failed(int endMs, Outcome outcome, RunStage stage)
    {
        var timeline = new RequestTimeline();
        timeline.Begin(new WorkItem(3, 1024, 16), StartNs + 20_000_000);
        timeline.Outcome = outcome;
        timeline.EndNs = StartNs + (endMs * 1_000_000L);
        Observation live = Live(timeline);
        Assert.Equal((stage, double.NaN, double.NaN), (live.Stage, live.SendS, live.E2eMs));
        Assert.Equal(live, Recorded(timeline));
    }

    [Fact]
    public void A_requests_longest_gap_is_that_of_its_chunks()
    {
        Observation live = Live(Timeline(Outcome.Completed, StartNs + 200_000_000));
        Assert.Equal((30.000_001, 30.000_001, 50, 60), (live.ItlMaxMs, live.ItlP99Ms, live.TtftMs, live.TtftIntendedMs));
        Assert.Equal((1025, 1024), (live.InputTokens, live.RequestedInputTokens));
        Assert.Equal((5, 0.2, 0.19, 1), (live.Index, live.SendS, live.IntendedS, live.Turn));
        Assert.Equal(live.E2eMs + 10, live.E2eIntendedMs, 9);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("[]", "found no object")]
    [InlineData("{\"index\":1}", "'outcome' is missing or unknown")]
    [InlineData("{\"index\":1,\"outcome\":\"fine\"}", "'outcome' is missing or unknown")]
    [InlineData("{\"outcome\":\"completed\"}", "'index' is missing or unknown")]
    [InlineData("{\"index\":\"1\",\"outcome\":\"completed\"}", "")]
    [InlineData("{\"index\":1,\"outcome\":\"completed\",\"phase\":\"noon\"}", "the phase 'noon' is unknown")]
    [InlineData("{\"index\":1,\"outcome\":\"completed\"", "")]
    public void A_line_that_is_no_record_is_refused_where_it_stands(string line, string message)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("{\"index\":0,\"outcome\":\"completed\",\"notes\":{\"a\":[1]}}\n" + line + "\n"));
        var refused = Assert.Throws<VerdictException>(() => RecordObservation.ReadAll(stream, "records.jsonl", null, null));
        Assert.StartsWith("records.jsonl:2: this is no record of 'loadgen bench' (", refused.Message, StringComparison.Ordinal);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    private static RequestTimeline Timeline(Outcome outcome, long sendNs)
    {
        var timeline = new RequestTimeline();
        timeline.Begin(new WorkItem(5, 1024, 16), sendNs - 10_000_000);
        timeline.SendNs = sendNs;
        long at = sendNs + 50_000_000;
        foreach (long gapNs in new[] { 0, 10_000_000, 30_000_001, 7_654_321 })
        {
            at += gapNs;
            timeline.AddChunk(at, hasOutput: true, tokens: 0);
        }

        timeline.EndNs = at + 1_234_567;
        timeline.Outcome = outcome;
        timeline.Usage = new TokenUsage(1025, 7, -1, -1);
        return timeline;
    }

    private static Observation Live(RequestTimeline timeline) =>
        new LiveObservation().Of(timeline, new RequestFigures(timeline), StartNs, s_steady);

    private Observation Recorded(RequestTimeline timeline)
    {
        using (RunFolder folder = RunFolder.Open(_folder, overwrite: true))
        using (FileStream stream = folder.Create("records.jsonl"))
        using (var file = new LineFile(stream))
        using (var line = new RecordLine())
        {
            line.Write(file, timeline, new RequestFigures(timeline), StartNs, s_steady);
            file.Flush();
        }

        using FileStream records = File.OpenRead(Path.Combine(_folder, "records.jsonl"));
        return Assert.Single(RecordObservation.ReadAll(records, "records.jsonl", 0.1, 0.96));
    }
}
