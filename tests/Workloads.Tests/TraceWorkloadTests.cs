using FsCheck;
using FsCheck.Fluent;

namespace LoadGen.Workloads.Tests;

public class TraceWorkloadTests
{
    private static TraceWorkload Mooncake(TraceOptions? options = null) => TraceFile.Open(TestData.PathOf("mooncake_50.jsonl"), options);

    [Fact]
    public void A_request_is_a_pure_function_of_seed_and_index()
    {
        Gen<(int Seed, int Vocabulary)> any = Gen.Choose(int.MinValue, int.MaxValue).SelectMany(seed => Gen.Elements(2, 500, 32000, 256000).Select(v => (seed, v)));
        Prop.ForAll(any.ToArbitrary(), value =>
        {
            var options = new TraceOptions { Seed = value.Seed, VocabularySize = value.Vocabulary, Limit = 6 };
            TraceWorkload forwards = Mooncake(options);
            TraceWorkload backwards = Mooncake(options);
            int firstId = value.Vocabulary >= 8000 ? 1000 : 0;
            for (int i = 5; i >= 0; i--)
            {
                int[] prompt = backwards.Prompt(i);
                Assert.Equal(prompt, forwards.Prompt(i));
                Assert.Equal(backwards[i], forwards[i]);
                Assert.All(prompt, id => Assert.InRange(id, firstId, value.Vocabulary - 1));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    [Fact]
    public void Another_seed_gives_other_ids_of_the_same_lengths()
    {
        TraceWorkload one = Mooncake();
        TraceWorkload other = Mooncake(new TraceOptions { Seed = 1 });
        Assert.Equal(one[3], other[3]);
        Assert.NotEqual(one.Prompt(3), other.Prompt(3));
    }

    [Fact]
    public void A_prompt_uses_the_whole_range_of_ids_evenly()
    {
        int[] prompt = TestData.Trace(TestData.MooncakeLine(0, 100_000, 1), new TraceOptions { VocabularySize = 100 }).Prompt(0);
        int[] counts = new int[100];
        Array.ForEach(prompt, id => counts[id]++);
        // Six standard deviations of a binomial count around 1,000.
        Assert.All(counts, count => Assert.InRange(count, 810, 1190));
    }

    [Fact]
    public void Offsets_start_at_the_first_request_and_shrink_with_speed()
    {
        string text = TestData.MooncakeLine(1000, 1, 1) + TestData.MooncakeLine(1001, 1, 1) + TestData.MooncakeLine(5000, 1, 1);
        Assert.Equal([0, 1_000_000, 4_000_000_000], Offsets(TestData.Trace(text)));
        Assert.Equal([0, 333_333, 1_333_333_333], Offsets(TestData.Trace(text, new TraceOptions { Speed = 3 })));
        Assert.Equal([0, 2_000_000, 8_000_000_000], Offsets(TestData.Trace(text, new TraceOptions { Speed = 0.5 })));
    }

    [Fact]
    public void Requests_out_of_order_are_sorted_by_time_and_otherwise_keep_the_files_order()
    {
        TraceWorkload trace = TestData.Trace(
            TestData.MooncakeLine(30, 1, 1, 9) + TestData.MooncakeLine(10, 600, 2, 7, 8) + TestData.MooncakeLine(30, 3, 3, 9) + TestData.MooncakeLine(10, 600, 4, 7, 6));
        Assert.Equal([2, 4, 1, 3], Enumerable.Range(0, 4).Select(i => trace[i].OutputTokens));
        Assert.Equal([0, 0, 20_000_000, 20_000_000], Offsets(trace));
        // Hashes move with their requests.
        Assert.Equal(trace.Prompt(0)[..512], trace.Prompt(1)[..512]);
        Assert.Equal(trace.Prompt(2)[0], trace.Prompt(3)[0]);
    }

    [Fact]
    public void A_limit_takes_the_files_first_requests()
    {
        TraceWorkload limited = Mooncake(new TraceOptions { Limit = 7 });
        TraceWorkload whole = Mooncake();
        Assert.Equal(7, limited.Count);
        Assert.Equal(whole[6], limited[6]);
        Assert.Equal(whole.Prompt(6), limited.Prompt(6));
    }

    [Fact]
    public void Warm_up_has_the_same_lengths_and_sharing_in_other_ids_due_at_no_time()
    {
        TraceWorkload trace = Mooncake();
        TraceWorkload warmup = trace.ForWarmup(120);
        Assert.Equal(120, warmup.Count);
        for (int i = 0; i < 120; i++)
        {
            Assert.Equal(trace[i % 50] with { Index = i, OffsetNs = -1 }, warmup[i]);
        }

        int[][] measured = [.. Enumerable.Range(0, 50).Select(trace.Prompt)];
        int[][] warm = [.. Enumerable.Range(0, 120).Select(warmup.Prompt)];
        Assert.All(warm, prompt => Assert.All(measured, other => Assert.InRange(prompt.AsSpan().CommonPrefixLength(other), 0, 3)));
        Assert.Equal(warm[0][..512], warm[1][..512]);
        // The second round is another one: nothing of the first is found again in a cache.
        Assert.InRange(warm[50].AsSpan().CommonPrefixLength(warm[0]), 0, 3);
    }

    [Fact]
    public void Threads_asking_at_once_all_get_the_same_prompts()
    {
        TraceWorkload trace = Mooncake();
        int[][] expected = [.. Enumerable.Range(0, 50).Select(trace.Prompt)];
        Parallel.For(0, 200, i => Assert.Equal(expected[i % 50], trace.Prompt(i % 50)));
    }

    [Fact]
    public void Asking_for_and_writing_a_request_allocates_nothing()
    {
        TraceWorkload trace = Mooncake();
        var buffer = new PromptBuffer();
        Assert.Equal(0, TestData.AllocatedBytes(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                WorkItem item = trace[i];
                trace.WriteTokenIds(item, buffer.RentIds(item.InputTokens));
            }
        }));
    }

    [Fact]
    public void The_format_is_told_from_the_content_before_the_name()
    {
        Assert.Equal(TraceFormat.Mooncake, TestData.Trace(TestData.MooncakeLine(0, 1, 1), name: "odd.csv").Format);
        Assert.Equal(TraceFormat.Azure, TestData.Trace("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-01-01 00:00:00,1,1", name: "odd").Format);
        Assert.Throws<TraceFormatException>(() => TestData.Trace(TestData.MooncakeLine(0, 1, 1), new TraceOptions { Format = TraceFormat.Azure }));
    }

    [Fact]
    public void The_description_says_all_that_fixes_the_requests()
    {
        Assert.Equal(
            "mooncake trace mooncake_50.jsonl, 3 requests in 0 s, speed 20, token ids 1000..31999, seed 5",
            Mooncake(new TraceOptions { Limit = 3, Speed = 20, Seed = 5 }).Description);
        Assert.StartsWith("mooncake trace warm-up mooncake_50.jsonl, 9 requests, token ids", Mooncake().ForWarmup(9).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_options_and_indices_are_refused()
    {
        Assert.All([0, -1, double.NaN, double.PositiveInfinity], speed => Assert.Throws<ArgumentOutOfRangeException>(() => Mooncake(new TraceOptions { Speed = speed })));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mooncake(new TraceOptions { Limit = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mooncake(new TraceOptions { VocabularySize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mooncake(new TraceOptions { Format = (TraceFormat)9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mooncake()[50]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Mooncake()[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Mooncake().ForWarmup(-1));
        Assert.Throws<FileNotFoundException>(() => TraceFile.Open("no-such-trace.jsonl"));
    }

    private static IEnumerable<long> Offsets(TraceWorkload trace) => Enumerable.Range(0, trace.Count!.Value).Select(i => trace[i].OffsetNs);
}
