using LoadGen.Inference;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Running;

/// <summary>The server's token counts, our own and the chunks, held against one another; reasoning and visible text told apart.</summary>
public class TokenTruthTests
{
    private static readonly GenerationOptions s_generation = new() { Model = "sim", IgnoreEos = false };

    [Fact]
    public async Task Usage_is_held_against_our_count_and_against_the_chunks()
    {
        BenchResult result = await RunAsync(
            Chunk("\"content\":\"one two\""), Chunk("\"content\":\" three\"", "stop"), """{"choices":[],"usage":{"prompt_tokens":4,"completion_tokens":5}}""");

        TokenTruthTotals truth = result.Totals.TokenTruth;
        Assert.Equal((1, 3), (truth.Counted, truth.CountedTokens));
        Assert.Equal((1, 1, 2, 2), (truth.UsageAgainstCounted.Requests, truth.UsageAgainstCounted.Differing, truth.UsageAgainstCounted.Sum, truth.UsageAgainstCounted.Largest));
        Assert.Equal((1, 3L), (truth.UsageAgainstChunks.Differing, truth.UsageAgainstChunks.Sum));
        Assert.Equal(3, result.Records[0].GetProperty("counted_output_tokens").GetInt32());
    }

    [Fact]
    public async Task Reasoning_comes_before_the_first_visible_token_and_is_counted_too()
    {
        BenchResult result = await RunAsync(
            Chunk("\"reasoning_content\":\"let me think\""), Chunk("\"content\":\"done\"", "stop"),
            """{"choices":[],"usage":{"prompt_tokens":4,"completion_tokens":4,"completion_tokens_details":{"reasoning_tokens":3}}}""");

        TokenTruthTotals truth = result.Totals.TokenTruth;
        Assert.Equal((4L, 0L), (truth.CountedTokens, truth.UsageAgainstCounted.Differing));
        Assert.Equal((1, 3L), (truth.WithReasoning, truth.ReasoningTokens));
        Assert.Equal((1, 1), (result.Totals.Metric(MetricRegistry.Ttft).Count, result.Totals.Metric(MetricRegistry.Ttfvt).Count));
        Assert.Equal(3, result.Records[0].GetProperty("reasoning_tokens").GetInt32());
    }

    [Fact]
    public async Task An_answer_without_visible_text_has_no_first_visible_token()
    {
        BenchResult result = await RunAsync(Chunk("\"reasoning_content\":\"hm\"", "stop"), """{"choices":[],"usage":{"prompt_tokens":4,"completion_tokens":1}}""");

        Assert.Equal((1, 0), (result.Totals.Metric(MetricRegistry.Ttft).Count, result.Totals.Metric(MetricRegistry.Ttfvt).Count));
        Assert.False(result.Records[0].TryGetProperty("ttfvt_ms", out _));
    }

    [Fact]
    public async Task Continuous_usage_says_what_each_chunk_holds()
    {
        BenchResult result = await RunAsync(
            Chunk("\"content\":\"a b\"", usage: 2), Chunk("\"content\":\" c d e\"", "stop", usage: 5), """{"choices":[],"usage":{"prompt_tokens":4,"completion_tokens":5}}""");

        Assert.Equal(1, result.Totals.TokenTruth.WithChunkTokens);
        Assert.Equal(0, result.Totals.TokenTruth.UsageAgainstCounted.Differing);

        // Both chunks came in one read: no gap between reads, so no token has one.
        Assert.Contains(result.Totals.Metric(MetricRegistry.ItlPerToken).Count, new long[] { 0, 3 });
    }

    [Fact]
    public void A_reads_time_is_shared_by_the_tokens_that_its_chunk_states()
    {
        var t = new RequestTimeline();
        t.Begin(new Workloads.WorkItem(0, 4, 5), Given.IntendedNs);
        t.SendNs = Given.SendNs;
        t.AddChunk(Given.SendNs + (10 * Given.Ms), hasOutput: true, tokens: 2);
        t.AddChunk(Given.SendNs + (16 * Given.Ms), hasOutput: true, tokens: 3);
        (t.EndNs, t.Outcome) = (Given.SendNs + (17 * Given.Ms), Outcome.Completed);
        var totals = new RunTotals([]);
        totals.Add(t, t.Figures());

        MetricSummary gaps = totals.Metric(MetricRegistry.ItlPerToken).Summarise();
        Assert.Equal((3, 2.0, 2.0), (gaps.Count, Math.Round(gaps.Min!.Value, 2), Math.Round(gaps.Max!.Value, 2)));
    }

    private static string Chunk(string delta, string? finish = null, int? usage = null) =>
        $$"""{"choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{(finish is null ? "null" : $"\"{finish}\"")}}}]{{(usage is null ? "" : $",\"usage\":{{\"prompt_tokens\":4,\"completion_tokens\":{usage}}}")}}}""";

    private static async Task<BenchResult> RunAsync(params string[] events)
    {
        await using var server = new ScriptedServer(ScriptedServer.Stream([.. events, "[DONE]"]));
        return await Bench.RunAsync(Bench.Options(server.Url, "chat", requests: 1, concurrency: 1) with { Generation = s_generation, TokenCounter = new WordCounter() });
    }
}
