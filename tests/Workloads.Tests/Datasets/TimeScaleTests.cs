using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Tests.Datasets;

public class TimeScaleTests
{
    [Fact]
    public void An_hour_sped_up_sixty_times_is_a_minute()
    {
        var scale = new TimeScale { Speedup = 60 };
        Assert.Equal(60_000_000_000, scale.Offset(3_600_000_000_000));
        Assert.Equal(1_000_000_000, scale.Gap(60_000_000_000));
        Assert.Equal(7, TimeScale.Recorded.Offset(7));
    }

    [Fact]
    public void Gaps_are_capped_before_they_are_sped_up_and_offsets_are_not_capped()
    {
        var scale = new TimeScale { Speedup = 10, LongestGap = TimeSpan.FromSeconds(300) };
        Assert.Equal(30_000_000_000, scale.Gap(4_000_000_000_000));
        Assert.Equal(20_000_000_000, scale.Gap(200_000_000_000));
        Assert.Equal(400_000_000_000, scale.Offset(4_000_000_000_000));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_speedup_is_a_finite_number_above_zero(double speedup) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeScale { Speedup = speedup });
}
