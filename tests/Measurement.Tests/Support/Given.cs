using LoadGen.Inference;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Timelines;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>Timelines made by hand: instants in ms after the send, which lies <see cref="SendNs"/> after the clock's zero.</summary>
internal static class Given
{
    public const long SendNs = 5_000_000_000;
    public const long IntendedNs = SendNs - (2 * Ms);
    public const long Ms = 1_000_000;

    public static RequestTimeline Request(int index = 0, int input = 10, int output = 3)
    {
        var timeline = new RequestTimeline();
        timeline.Begin(new WorkItem(index, input, output), IntendedNs);
        timeline.SendNs = SendNs;
        return timeline;
    }

    /// <summary>A completed request: an output chunk at each of the times, usage as asked, ended 1 ms after the last chunk.</summary>
    public static RequestTimeline Completed(int[] chunksAtMs, int? usage = null, int index = 0, int input = 10)
    {
        RequestTimeline timeline = Request(index, input, usage ?? chunksAtMs.Length).Heard(chunksAtMs);
        timeline.Usage = usage is { } tokens ? new TokenUsage(input, tokens, -1, -1) : null;
        timeline.SawDone = true;
        timeline.Finish = FinishReason.Length;
        timeline.Status = 200;
        return timeline.Ended(Outcome.Completed, chunksAtMs.Length == 0 ? 1 : chunksAtMs[^1] + 1);
    }

    public static RequestTimeline Failed(Outcome outcome, string? error = null, int index = 0)
    {
        RequestTimeline timeline = Request(index).Ended(outcome, 4);
        timeline.Error = error;
        if (outcome == Outcome.Refused)
        {
            // Without a connection nothing is sent.
            timeline.SendNs = 0;
        }

        return timeline;
    }

    public static RequestTimeline Saw(this RequestTimeline timeline, double atMs, bool hasOutput = true, int tokens = 0)
    {
        timeline.AddChunk(At(atMs), hasOutput, tokens);
        return timeline;
    }

    public static RequestTimeline Heard(this RequestTimeline timeline, params int[] chunksAtMs)
    {
        Array.ForEach(chunksAtMs, at => timeline.Saw(at));
        return timeline;
    }

    public static RequestTimeline Ended(this RequestTimeline timeline, Outcome outcome, double atMs)
    {
        timeline.Outcome = outcome;
        timeline.EndNs = At(atMs);
        return timeline;
    }

    public static RequestFigures Figures(this RequestTimeline timeline) => new(timeline);

    public static (MetricSummary Itl, MetricSummary PerToken) Gaps(this RequestTimeline timeline, int outputTokens)
    {
        var itl = new MetricAccumulator(MetricRegistry.Itl);
        var perToken = new MetricAccumulator(MetricRegistry.ItlPerToken);
        TokenGaps.Record(timeline, outputTokens, new GapSink(itl), new GapSink(perToken));
        return (itl.Summarise(), perToken.Summarise());
    }

    /// <summary>A steady state between two instants.</summary>
    public static SteadyWindow Window(int openMs, int closeMs)
    {
        SteadyWindow window = SteadyWindow.UnderConcurrency(1);
        window.OnSent(At(openMs));
        window.OnSourceDry();
        window.OnFinished(At(closeMs), wasSent: true, completed: true);
        return window;
    }

    private static long At(double ms) => SendNs + (long)(ms * Ms);
}
