using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace LoadGen.Workloads.Tests.Traces;

public class MooncakeTraceTests
{
    [Fact]
    public void Times_and_lengths_are_the_files()
    {
        TraceWorkload trace = TraceFile.Open(TestData.PathOf("mooncake_50.jsonl"));
        string[] lines = File.ReadAllLines(TestData.PathOf("mooncake_50.jsonl"));
        Assert.Equal(lines.Length, trace.Count);
        Assert.Equal("mooncake", trace.Name);
        for (int i = 0; i < lines.Length; i++)
        {
            using JsonDocument line = JsonDocument.Parse(lines[i]);
            Assert.Equal(
                new WorkItem(
                    i,
                    line.RootElement.GetProperty("input_length").GetInt32(),
                    line.RootElement.GetProperty("output_length").GetInt32(),
                    line.RootElement.GetProperty("timestamp").GetInt64() * 1_000_000),
                trace[i]);
        }
    }

    [Fact]
    public void Prompts_share_exactly_the_prefix_their_hashes_share()
    {
        long[][] hashes = [.. File.ReadLines(TestData.PathOf("mooncake_50.jsonl")).Select(HashIds)];
        AssertSharing(TraceFile.Open(TestData.PathOf("mooncake_50.jsonl")), hashes);
    }

    [Fact]
    public void Any_hashes_give_prompts_that_share_as_they_do()
    {
        Gen<long[]> hashes = Gen.Choose(0, 2).Select(hash => (long)hash).ArrayOf().Where(list => list.Length is > 0 and < 8);
        Prop.ForAll(hashes.ListOf(5).ToArbitrary(), lists =>
        {
            long[][] blocks = [.. lists];
            string text = string.Concat(blocks.Select((list, i) => TestData.MooncakeLine(0, (list.Length * 512) - (i * 100), 1, list)));
            AssertSharing(TestData.Trace(text), blocks);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_last_partial_block_is_cut_from_the_whole_one()
    {
        TraceWorkload trace = TestData.Trace(TestData.MooncakeLine(0, 600, 1, 5, 6) + TestData.MooncakeLine(0, 1024, 1, 5, 6));
        Assert.Equal(trace.Prompt(1)[..600], trace.Prompt(0));
    }

    [Fact]
    public void Tokens_past_the_last_hash_are_the_requests_own()
    {
        TraceWorkload trace = TestData.Trace(TestData.MooncakeLine(0, 1000, 1, 5) + TestData.MooncakeLine(0, 1000, 1, 5));
        Assert.Equal(trace.Prompt(0)[..512], trace.Prompt(1)[..512]);
        Assert.InRange(trace.Prompt(0).AsSpan(512).CommonPrefixLength(trace.Prompt(1).AsSpan(512)), 0, 3);
    }

    [Fact]
    public void Hashes_past_the_prompts_end_mean_nothing()
    {
        TraceWorkload trace = TestData.Trace(TestData.MooncakeLine(0, 500, 1, 5, 6, 7) + TestData.MooncakeLine(0, 500, 1, 5));
        Assert.Equal(trace.Prompt(0), trace.Prompt(1));
    }

    [Fact]
    public void Without_hashes_nothing_is_shared()
    {
        TraceWorkload trace = TestData.Trace("""
            {"timestamp":0,"input_length":100,"output_length":1}
            {"timestamp":0,"input_length":100,"output_length":1,"hash_ids":[]}
            """);
        Assert.InRange(trace.Prompt(0).AsSpan().CommonPrefixLength(trace.Prompt(1)), 0, 3);
    }

    [Fact]
    public void Hashes_of_64_bits_and_negative_ones_are_kept_apart()
    {
        TraceWorkload trace = TestData.Trace(
            TestData.MooncakeLine(0, 64, 1, long.MaxValue) + TestData.MooncakeLine(0, 64, 1, -1) + TestData.MooncakeLine(0, 64, 1, uint.MaxValue));
        Assert.Equal(3, Enumerable.Range(0, 3).Select(i => string.Join(' ', trace.Prompt(i))).Distinct().Count());
    }

    [Fact]
    public void Other_keys_fractions_of_a_ms_blank_lines_and_CRLF_are_taken()
    {
        TraceWorkload trace = TestData.Trace(
            "\uFEFF{\"session\": {\"a\": [1]}, \"timestamp\": 1.5, \"input_length\": 3, \"output_length\": 4, \"hash_ids\": [1]}\r\n\r\n  \t\n"
            + "{\"hash_ids\": [2], \"output_length\": 6, \"input_length\": 5, \"timestamp\": 2.000001}");
        Assert.Equal([new WorkItem(0, 3, 4, 0), new WorkItem(1, 5, 6, 500_001)], [trace[0], trace[1]]);
    }

    [Fact]
    public void Of_a_key_given_twice_the_last_counts()
    {
        TraceWorkload trace = TestData.Trace(
            """{"timestamp":0,"input_length":9,"input_length":8,"output_length":1,"hash_ids":[1],"hash_ids":[2]}""" + "\n" + TestData.MooncakeLine(0, 8, 1, 2));
        Assert.Equal(trace.Prompt(1), trace.Prompt(0));
    }

    private static void AssertSharing(TraceWorkload trace, long[][] hashes)
    {
        int[][] prompts = [.. Enumerable.Range(0, hashes.Length).Select(trace.Prompt)];
        for (int i = 0; i < hashes.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                int blocks = hashes[i].AsSpan().CommonPrefixLength(hashes[j]);
                int shared = Math.Min(blocks * TraceWorkload.BlockTokens, Math.Min(prompts[i].Length, prompts[j].Length));
                // A token may agree by chance, once in 31,000; four in a row do not.
                Assert.InRange(prompts[i].AsSpan().CommonPrefixLength(prompts[j]), shared, shared + 3);
            }
        }
    }

    private static long[] HashIds(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return [.. document.RootElement.GetProperty("hash_ids").EnumerateArray().Select(id => id.GetInt64())];
    }
}
