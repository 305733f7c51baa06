using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Calibration;
using LoadGen.Measurement.Tests.Support;

namespace LoadGen.Measurement.Tests.Calibration;

public class LevelPlanTests
{
    [Fact]
    public void Streams_double_until_the_most_there_may_be() =>
        Assert.Equal([125, 250, 500, 1000, 1800], Walk(new LevelPlan(125, 1800), _ => LevelVerdict.Valid));

    [Fact]
    public void The_gap_under_the_first_invalid_level_is_halved_twice() =>
        Assert.Equal([125, 250, 500, 1000, 2000, 1500, 1750], Walk(new LevelPlan(125, 64_000), s => s <= 1700 ? LevelVerdict.Valid : LevelVerdict.Invalid));

    [Fact]
    public void The_gap_under_a_server_bound_level_is_halved_too() =>
        Assert.Equal([125, 250, 187, 218], Walk(new LevelPlan(125, 64_000), s => s <= 200 ? LevelVerdict.Valid : LevelVerdict.ServerBound));

    [Fact]
    public void A_host_that_fails_at_once_is_tried_with_less() =>
        Assert.Equal([125, 62, 93], Walk(new LevelPlan(125, 64_000), s => s <= 70 ? LevelVerdict.Valid : LevelVerdict.Invalid));

    [Fact]
    public void A_most_below_the_first_level_is_the_only_level() =>
        Assert.Equal([16], Walk(new LevelPlan(125, 16), _ => LevelVerdict.Valid));

    [Fact]
    public void The_limit_is_the_highest_valid_level_and_what_it_saw()
    {
        CalibrationLevel[] levels = [Levels.At(125, LevelVerdict.Valid), Levels.At(500, LevelVerdict.Invalid), Levels.At(250, LevelVerdict.Valid)];
        Assert.Equal(new CalibrationLimit(250, Levels.SeenPerStream * 250, IsLowerBound: false), LevelPlan.Limit(levels));
    }

    [Theory]
    [InlineData(LevelVerdict.Invalid, false)]
    [InlineData(LevelVerdict.ServerBound, true)]
    public void The_limit_is_a_lower_bound_unless_the_client_was_seen_to_fail_next(LevelVerdict next, bool isLowerBound) =>
        Assert.Equal(isLowerBound, LevelPlan.Limit([Levels.At(125, LevelVerdict.Valid), Levels.At(250, next), Levels.At(500, LevelVerdict.Invalid)])!.IsLowerBound);

    [Fact]
    public void With_no_failure_the_limit_is_a_lower_bound_and_with_no_success_there_is_none()
    {
        Assert.True(LevelPlan.Limit([Levels.At(125, LevelVerdict.Valid)])!.IsLowerBound);
        Assert.Null(LevelPlan.Limit([Levels.At(125, LevelVerdict.Invalid)]));
        Assert.Null(LevelPlan.Limit([]));
    }

    [Fact]
    public void Every_host_is_done_in_a_bounded_number_of_different_levels() => Prop.ForAll<ushort, ushort>((most, capacity) =>
        {
            int max = most + 1;
            List<int> tried = Walk(new LevelPlan(125, max), s => s <= capacity ? LevelVerdict.Valid : LevelVerdict.Invalid);
            return tried.Count <= 13 && tried.Distinct().Count() == tried.Count && tried.TrueForAll(s => s >= 1 && s <= max);
        }).QuickCheckThrowOnFailure();

    private static List<int> Walk(LevelPlan plan, Func<int, LevelVerdict> verdict)
    {
        var tried = new List<CalibrationLevel>();
        while (tried.Count < 50 && plan.Next(tried) is { } streams)
        {
            tried.Add(Levels.At(streams, verdict(streams)));
        }

        return [.. tried.Select(level => level.Streams)];
    }
}
