using LoadGen.Simulation.Pacing;
using LoadGen.Simulation.Streams;
using LoadGen.Transport.Timing;

namespace LoadGen.Simulation.Tests.Pacing;

public class PacerTests
{
    [Fact]
    public async Task What_arrives_while_the_pacer_sleeps_towards_something_later_is_served_first()
    {
        using var pacer = new Pacer(MonotonicClock.Instance, 0);
        var later = new DelayedResponse(pacer, MonotonicClock.Instance.NowNs + 3_600_000_000_000, 1);
        later.Submit();
        for (int i = 0; i < 100; i++)
        {
            var now = new DelayedResponse(pacer, 0, 1);
            now.Submit();
            Assert.Equal(PacedOutcome.Done, await now.Completion);
        }

        later.Cancel();
        Assert.Equal(PacedOutcome.Aborted, await later.Completion);
        Assert.Equal(100, pacer.Totals.Tokens);
    }

    [Fact]
    public async Task What_is_submitted_after_the_end_is_aborted()
    {
        var pacer = new Pacer(MonotonicClock.Instance, 0);
        pacer.Dispose();
        var late = new DelayedResponse(pacer, 0, 1);
        late.Submit();
        Assert.Equal(PacedOutcome.Aborted, await late.Completion);
    }
}
