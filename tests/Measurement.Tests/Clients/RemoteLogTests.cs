using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Clients.Merging;
using LoadGen.Measurement.Clients.Wire;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Clients;

/// <summary>What a client tells of a phase, and when.</summary>
public class RemoteLogTests
{
    private const long SecondNs = 1_000_000_000;

    [Fact]
    public async Task That_the_target_is_simulated_is_told_with_the_first_response()
    {
        bool isSimulated = false;
        using var sent = new MemoryStream();
        using var log = new RemoteLog(new FrameStream(sent), null, TimeSpan.FromSeconds(1), () => isSimulated);
        log.Told(SecondNs);
        log.Told(SecondNs + 1);
        isSimulated = true;
        log.Told(SecondNs + 2);
        log.Told(SecondNs + 3);

        Assert.Equal([false, true], (await FramesAsync(sent)).Select(frame => new WireReader(frame.Content).Bool()));
    }

    [Fact]
    public async Task The_time_is_told_before_the_end_of_an_interval_so_that_its_requests_are_its_own()
    {
        using var sent = new MemoryStream();
        RequestTimeline request = Requests.Completed(0, SecondNs / 2, SecondNs - 10, 3);
        using var log = new RemoteLog(new FrameStream(sent), null, TimeSpan.FromSeconds(1), () => false);
        log.Told(SecondNs - 50_000_000);
        log.Add(request, request.Figures(), 0, default);
        log.Told(SecondNs + 5);
        log.EndInterval(0, 1 + 5e-9);

        var watcher = new RecordingObserver();
        var live = new RemoteLive(1);
        var phase = new CollectorPhase(false, 0, SecondNs, null, null, []);
        using var collector = new Collector(phase, null, live, new TimelinePool(), watcher);
        var merge = new PhaseMerge([1], phase, collector, live);
        foreach (Frame frame in await FramesAsync(sent))
        {
            var content = new WireReader(frame.Content);
            if (frame.Kind == FrameKind.Batch)
            {
                BatchWire.Read(ref content, 0, 0, merge, new TimelinePool());
            }
            else
            {
                merge.Add(0, new RemoteInterval(content.Signed(), content.Signed(), content.Histogram(), content.Histogram()));
            }

            merge.Process();
        }

        Assert.Equal((1.0, 1), (Assert.Single(watcher.Snapshots).ElapsedS, watcher.Snapshots[0].Done));
    }

    private static async Task<IReadOnlyList<Frame>> FramesAsync(MemoryStream sent)
    {
        using var frames = new FrameStream(new MemoryStream(sent.ToArray()));
        var all = new List<Frame>();
        while (await frames.ReadAsync(TestContext.Current.CancellationToken) is { } frame)
        {
            all.Add(frame);
        }

        return all;
    }
}
