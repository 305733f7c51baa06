using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Clients.Wire;

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
