using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Recording;

public class InferenceXSamplesTests
{
    [Fact]
    public void A_chunk_without_text_counts_as_in_the_original()
    {
        // Role chunk at 50, tokens at 100 and 130, finish chunk at 150: the original's TTFT is 50, its E2EL 150.
        RequestTimeline t = Given.Request().Saw(50, hasOutput: false).Heard(100, 130).Saw(150, hasOutput: false).Ended(Outcome.Completed, 160);
        InferenceXSamples samples = ResultFixtures.Totals(t).InferenceX;

        Assert.Equal([50e6], samples.Ttft.Sorted());
        Assert.Equal([150e6], samples.E2el.Sorted());
        Assert.Equal([20e6, 30e6, 50e6], samples.Itl.Sorted());
        Assert.Equal([100e6], samples.Tpot);
    }

    [Fact]
    public void Failed_requests_leave_their_lengths_and_nothing_else()
    {
        InferenceXSamples samples = ResultFixtures.Totals(
            Given.Completed([10, 20], index: 2, input: 33), Given.Failed(Outcome.Truncated, index: 0).Heard(1, 2), Given.Completed([10], index: 1)).InferenceX;

        Assert.Equal([10, 10, 33], samples.InputLengths());
        Assert.Equal([0, 1, 2], samples.OutputLengths());
        Assert.Equal((2, 2, 1), (samples.Ttft.Count, samples.E2el.Count, samples.Itl.Count));
        Assert.Single(samples.Tpot);
    }
}
