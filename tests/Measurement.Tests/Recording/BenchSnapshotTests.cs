using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Tests.Recording;

public class BenchSnapshotTests
{
    [Theory]
    [InlineData(10, 25, 100L, null, 30.0)]   // a quarter took 10 s
    [InlineData(10, 25, 100L, 60.0, 50.0)]   // time ends it first
    [InlineData(70, 25, null, 60.0, 0.0)]    // the last ones finish
    [InlineData(10, 0, 100L, null, null)]    // no pace yet
    [InlineData(0, 5, 100L, null, null)]
    [InlineData(10, 5, null, null, null)]    // no end
    [InlineData(10, 120, 100L, null, 0.0)]
    public void The_time_left_comes_from_the_pace_or_the_duration(double elapsedS, long done, long? planned, double? plannedS, double? left) =>
        Assert.Equal(left, new BenchSnapshot { ElapsedS = elapsedS, Done = done, Planned = planned, PlannedS = plannedS }.RemainingS);
}
