using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Policies;

namespace LoadGen.Routing.Tests.Policies;

public class ConditionalDisaggregationTests
{
    [Theory]
    [InlineData(512, 512, 0, false, "short")]
    [InlineData(512, 513, 0, true, "split")]
    [InlineData(512, 8000, 7488, false, "cached")]
    [InlineData(512, 8000, 7487, true, "split")]
    [InlineData(0, 1, 1, true, "split")]
    public void A_prompt_goes_straight_to_decode_when_little_of_it_is_left_to_read(long max, long prompt, long cached, bool splits, string reason) =>
        Assert.Equal(new Disaggregation(splits, reason), new ConditionalDisaggregation(max).Decide(prompt, cached));

    [Fact]
    public void It_splits_exactly_what_leaves_more_than_the_bound_uncached() =>
        Prop.ForAll(Gen.Three(Gen.Choose(1, 5000)).ToArbitrary(), t =>
        {
            (int max, int prompt, int cached) = t;
            int hit = Math.Min(prompt, cached);
            Assert.Equal(prompt - hit > max, new ConditionalDisaggregation(max).Decide(prompt, hit).Splits);
        }).QuickCheckThrowOnFailure();
}
