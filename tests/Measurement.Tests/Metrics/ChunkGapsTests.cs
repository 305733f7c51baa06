using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Metrics;

public class ChunkGapsTests
{
    private readonly ChunkGaps _gaps = new();

    [Fact]
    public void The_longest_gap_is_the_requests_own()
    {
        Assert.Equal((40, 40), Measure(Given.Completed([100, 110, 150, 155])));
        Assert.Equal((5, 5), Measure(Given.Completed([10, 15])));
    }

    [Fact]
    public void Without_two_chunks_there_is_no_gap()
    {
        Assert.Equal((-1, -1), Measure(Given.Completed([100])));
        Assert.Equal((-1, -1), Measure(Given.Completed([])));
        Assert.Equal((-1, -1), Measure(Given.Failed(Outcome.Status5xx)));
    }

    [Fact]
    public void Chunks_without_output_are_passed_over() =>
        Assert.Equal((30, 30), Measure(Given.Request().Saw(0, hasOutput: false).Saw(100).Saw(120, hasOutput: false).Saw(130).Ended(Outcome.Truncated, 140)));

    [Fact]
    public void The_percentile_is_by_nearest_rank()
    {
        // Gaps of 1, 2, … 100 ms: rank ⌈0.99 × 100⌉ = 99.
        Assert.Equal((100, 99), Measure(Given.Completed([.. Sums(100)])));
        Assert.Equal((99, 99), Measure(Given.Completed([.. Sums(99)])));
    }

    [Fact]
    public void Long_answers_find_room() => Assert.Equal((1, 1), Measure(Given.Completed([.. Enumerable.Range(1, 5000)])));

    private static IEnumerable<int> Sums(int gaps) => Enumerable.Range(0, gaps + 1).Select(n => 10 + (n * (n + 1) / 2));

    private (long MaxMs, long P99Ms) Measure(RequestTimeline timeline)
    {
        _gaps.Measure(timeline);
        return (_gaps.MaxNs < 0 ? -1 : _gaps.MaxNs / Given.Ms, _gaps.P99Ns < 0 ? -1 : _gaps.P99Ns / Given.Ms);
    }
}
