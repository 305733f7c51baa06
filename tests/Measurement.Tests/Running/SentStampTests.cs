using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using Outcome = LoadGen.Measurement.Timelines.Outcome;

namespace LoadGen.Measurement.Tests.Running;

public class SentStampTests
{
    private const string Chat = """{"id":"chatcmpl-5","created":1700000000,"choices":[{"index":0,"delta":{"content":" 123456789012345"},"logprobs":null,"finish_reason":null}]}""";

    [Theory]
    [InlineData(Chat, 123_456_789_012_345)]
    [InlineData("""{"id":"cmpl-5","choices":[{"index":0,"text":" 7","logprobs":null}]}""", 7)]
    [InlineData("""{"choices":[{"delta":{"content":" 0"}}]}""", 0)]
    public void A_text_that_is_a_time_is_read(string data, long sentNs)
    {
        Assert.True(SentStamp.TryRead(Encoding.UTF8.GetBytes(data), out long read));
        Assert.Equal(sentNs, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[DONE]")]
    [InlineData("""{"created":1700000000,"choices":[],"usage":{"completion_tokens":4}}""")]
    [InlineData("""{"choices":[{"delta":{"content":"123"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":" the"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":" 12 the"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":" -12"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":" 99999999999999999999"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":" 12""")]
    [InlineData("""{"choices":[{"text":" """)]
    public void Any_other_text_is_none(string data) => Assert.False(SentStamp.TryRead(Encoding.UTF8.GetBytes(data), out _));

    [Fact]
    public void Every_time_that_a_server_can_write_is_read_back() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Two().ToArbitrary(), pair =>
        {
            long sentNs = ((long)pair.Item1 << 31) | (uint)pair.Item2;
            byte[] data = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"choices":[{"index":0,"text":" {{sentNs}}"}]}"""));
            return SentStamp.TryRead(data, out long read) && read == sentNs;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_delay_is_the_chunks_time_after_the_stamp_and_a_stamp_from_the_future_is_passed_over()
    {
        RequestTimeline timeline = Given.Request();
        byte[] data = Encoding.UTF8.GetBytes(Chat);

        SentStamp.Note(timeline, data, 123_456_789_012_345 + 17);
        SentStamp.Note(timeline, data, 123_456_789_012_345);
        SentStamp.Note(timeline, data, 123_456_789_012_345 - 1);

        Assert.Equal([17, 0], timeline.Delays.Ns.ToArray());
    }

    [Fact]
    public void Noting_a_stamp_allocates_nothing_when_warm()
    {
        RequestTimeline timeline = Given.Request();
        byte[] data = Encoding.UTF8.GetBytes(Chat);
        Fill();

        Assert.Equal(0, Allocated.Bytes(Fill));

        void Fill()
        {
            timeline.Delays.Clear();
            for (int i = 0; i < 1000; i++)
            {
                SentStamp.Note(timeline, data, long.MaxValue);
            }
        }
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("completions")]
    public async Task A_run_against_a_stamping_server_has_a_delay_for_each_chunk(string api)
    {
        BenchResult result = await Bench.RunAsync(Bench.Fast with { StampContent = true }, options => options with { SentStamps = true }, api);

        result.AssertAll(Outcome.Completed);
        MetricSummary delay = result.Totals.Metric(MetricRegistry.DeliveryDelay).Summarise();
        Assert.Equal(result.Totals.Chunks, delay.Count);
        Assert.True(delay.Min > 0);
        Assert.True(delay.Max <= result.Totals.Metric(MetricRegistry.E2e).Summarise().Max);
    }

    [Fact]
    public async Task A_run_that_was_not_told_of_stamps_reads_none()
    {
        BenchResult result = await Bench.RunAsync(Bench.Fast with { StampContent = true });
        Assert.Equal(0, result.Totals.Metric(MetricRegistry.DeliveryDelay).Count);
    }

    [Fact]
    public async Task A_run_against_a_server_without_stamps_has_no_delay()
    {
        BenchResult result = await Bench.RunAsync(Bench.Fast, options => options with { SentStamps = true });
        result.AssertAll(Outcome.Completed);
        Assert.Equal(0, result.Totals.Metric(MetricRegistry.DeliveryDelay).Count);
    }
}
