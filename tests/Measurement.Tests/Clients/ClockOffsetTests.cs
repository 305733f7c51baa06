using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Clients.Clocks;

namespace LoadGen.Measurement.Tests.Clients;

public class ClockOffsetTests
{
    private static readonly Arbitrary<(int OffsetNs, (int There, int Back, int Thinking)[] Ways)> s_networks =
        (from offset in Gen.Choose(int.MinValue, int.MaxValue)
         from ways in (from there in Gen.Choose(1, 10_000_000)
                       from back in Gen.Choose(1, 10_000_000)
                       from thinking in Gen.Choose(0, 1_000_000)
                       select (there, back, thinking)).ArrayOf(20)
         select (offset, ways)).ToArbitrary();

    [Fact]
    public void The_truth_lies_within_the_error_whatever_the_network_does() => Prop.ForAll(s_networks, network =>
    {
        var offset = new ClockOffset();
        long nowNs = 1_000_000_000_000;
        foreach ((int there, int back, int thinking) in network.Ways)
        {
            Assert.True(offset.Add(Probe(nowNs, network.OffsetNs, there, thinking, back)));
            nowNs += 1_000_000_000;
            Assert.InRange(network.OffsetNs, offset.Best.OffsetNs - offset.Best.ErrorNs - 1, offset.Best.OffsetNs + offset.Best.ErrorNs + 1);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_shortest_round_trip_is_believed()
    {
        var offset = new ClockOffset();
        offset.Add(Probe(0, 500, 100, 0, 9000));
        offset.Add(Probe(0, 500, 40, 7777, 40));
        offset.Add(Probe(0, 500, 9000, 0, 100));

        Assert.Equal((500, 40, 80), (offset.Best.OffsetNs, offset.Best.ErrorNs, offset.Best.RoundTripNs));
    }

    [Fact]
    public void A_clock_that_drifts_is_followed_and_the_start_is_kept()
    {
        var offset = new ClockOffset();
        offset.Add(Probe(0, 1000, 10, 0, 10));
        Assert.Equal(1000, offset.AtStart.OffsetNs);
        for (int i = 1; i <= 40; i++)
        {
            offset.Add(Probe(i, 1000 + i, 20, 0, 20));
        }

        Assert.InRange(offset.Best.OffsetNs, 1025, 1040);
        Assert.Equal(1000, offset.AtStart.OffsetNs);
    }

    [Fact]
    public void Instants_that_contradict_each_other_are_passed_over()
    {
        var offset = new ClockOffset();
        Assert.False(offset.Add(new ClockProbe(100, 200, 190, 300)));
        Assert.False(offset.Add(new ClockProbe(100, 200, 500, 150)));
        Assert.Equal(default, offset.Best);
    }

    private static ClockProbe Probe(long askedNs, long offsetNs, long thereNs, long thinkingNs, long backNs) => new(
        askedNs, askedNs + thereNs + offsetNs, askedNs + thereNs + thinkingNs + offsetNs, askedNs + thereNs + thinkingNs + backNs);
}
