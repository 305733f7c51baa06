using FsCheck;
using FsCheck.Fluent;

namespace LoadGen.Workloads.Tests;

public class RandomWorkloadTests
{
    private static readonly RandomWorkloadOptions s_options = new() { InputTokens = 200, OutputTokens = 50, RangeRatio = 0.8, Count = 64 };

    private static Arbitrary<RandomWorkloadOptions> AnyOptions =>
        (from input in Gen.Choose(2, 300)
         from output in Gen.Choose(2, 300)
         from ratio in Gen.Choose(50, 100)
         from seed in Gen.Choose(0, int.MaxValue)
         from prefix in Gen.Choose(0, 20)
         from vocabulary in Gen.Elements(2, 97, 500, 8000, 32000, 129280)
         from count in Gen.Choose(1, 50)
         select new RandomWorkloadOptions
         {
             InputTokens = input,
             OutputTokens = output,
             RangeRatio = ratio / 100.0,
             Seed = seed,
             PrefixTokens = prefix,
             VocabularySize = vocabulary,
             Count = count,
         }).ToArbitrary();

    [Fact]
    public void Every_length_and_id_lies_within_the_options_bounds()
    {
        Prop.ForAll(AnyOptions, options =>
        {
            var workload = new RandomWorkload(options);
            int firstId = options.VocabularySize >= 8000 ? 1000 : 0;
            for (int i = 0; i < options.Count; i++)
            {
                WorkItem item = workload[i];
                Assert.InRange(item.InputTokens - options.PrefixTokens, (int)(options.InputTokens * options.RangeRatio), options.InputTokens);
                Assert.InRange(item.OutputTokens, (int)(options.OutputTokens * options.RangeRatio), options.OutputTokens);
                Assert.Equal(-1, item.OffsetNs);
                Assert.All(workload.Prompt(i), id => Assert.InRange(id, firstId, options.VocabularySize - 1));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_request_is_a_pure_function_of_seed_and_index()
    {
        Prop.ForAll(AnyOptions, options =>
        {
            var forwards = new RandomWorkload(options);
            var backwards = new RandomWorkload(options);
            for (int i = options.Count!.Value - 1; i >= 0; i--)
            {
                Assert.Equal(backwards.Prompt(i), forwards.Prompt(i));
                Assert.Equal(backwards[i], forwards[i]);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_prompt_begins_with_the_shared_prefix()
    {
        var workload = new RandomWorkload(s_options with { PrefixTokens = 30 });
        int[] prefix = workload.Prompt(0)[..30];
        Assert.All(Enumerable.Range(0, 64), i => Assert.Equal(prefix, workload.Prompt(i)[..30]));
    }

    [Fact]
    public void Another_seed_gives_other_requests()
    {
        var one = new RandomWorkload(s_options);
        var other = new RandomWorkload(s_options with { Seed = 1 });
        Assert.NotEqual(Enumerable.Range(0, 64).Select(i => one[i]), Enumerable.Range(0, 64).Select(i => other[i]));
    }

    [Fact]
    public void Warm_up_prompts_share_at_most_one_leading_token_with_any_measured_prompt()
    {
        Prop.ForAll(AnyOptions, options =>
        {
            // In a vocabulary of two, up and down are the same.
            options = options with { VocabularySize = Math.Max(options.VocabularySize, 3) };
            var measured = new RandomWorkload(options);
            var warmup = RandomWorkload.ForWarmup(options, options.Count);
            int allowed = options.PrefixTokens > 0 ? 0 : 1;
            int[][] prompts = [.. Enumerable.Range(0, options.Count!.Value).Select(measured.Prompt)];
            for (int i = 0; i < options.Count; i++)
            {
                int[] warm = warmup.Prompt(i);
                Assert.All(prompts, prompt => Assert.InRange(warm.AsSpan().CommonPrefixLength(prompt), 0, allowed));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Warm_up_without_a_count_goes_on_past_its_first_block()
    {
        RandomWorkload warmup = RandomWorkload.ForWarmup(s_options, null);
        Assert.Null(warmup.Count);
        Assert.InRange(warmup.Prompt(5000).Length, 160, 200);
        Assert.StartsWith("random warm-up, input 160..200 tokens", warmup.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_asking_at_once_all_get_the_same_requests()
    {
        RandomWorkloadOptions options = s_options with { Count = null };
        const int Requests = 8 * RandomWorkload.EndlessBlockRequests;
        var alone = new RandomWorkload(options);
        WorkItem[] expected = [.. Enumerable.Range(0, Requests).Select(i => alone[i])];
        var shared = new RandomWorkload(options);
        Parallel.For(0, 4, thread =>
        {
            for (int i = 0; i < Requests; i++)
            {
                int index = (i + (thread * 2000)) % Requests;
                Assert.Equal(expected[index], shared[index]);
            }
        });
    }

    [Fact]
    public void The_last_index_there_can_be_is_a_request_too()
    {
        var endless = new RandomWorkload(s_options with { Count = null });
        Assert.Equal(int.MaxValue - 1, endless[int.MaxValue - 1].Index);
        Assert.All(endless.Prompt(int.MaxValue - 1), id => Assert.InRange(id, 1000, 31999));
        Assert.All(RandomWorkload.ForWarmup(s_options, null).Prompt(int.MaxValue - 1), id => Assert.InRange(id, 1000, 31999));
    }

    [Fact]
    public void Asking_for_and_writing_a_request_allocates_nothing()
    {
        var workload = new RandomWorkload(s_options with { Count = null });
        var buffer = new PromptBuffer();
        Assert.Equal(0, TestData.AllocatedBytes(() =>
        {
            for (int i = 1000; i < 1100; i++)
            {
                WorkItem item = workload[i];
                workload.WriteTokenIds(item, buffer.RentIds(item.InputTokens));
            }
        }));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public void An_index_outside_the_workload_is_refused(int index)
    {
        var workload = new RandomWorkload(s_options);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => workload[index]);
        Assert.Contains($"Request {index} is not in this workload (random, input 160..200", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_destination_that_is_too_short_is_refused()
    {
        var workload = new RandomWorkload(s_options);
        Assert.Throws<ArgumentOutOfRangeException>(() => workload.WriteTokenIds(workload[0], new int[10]));
    }

    [Fact]
    public void The_description_says_all_that_fixes_the_requests()
    {
        Assert.Equal(
            "random, input 160..200 tokens, output 40..50 tokens, range ratio 0.8, shared prefix 0 tokens, vocabulary 32000, token ids 1000..31999, seed 0, 64 requests",
            new RandomWorkload(s_options).Description);
        Assert.EndsWith("no end, blocks of 1024", new RandomWorkload(s_options with { Count = null }).Description, StringComparison.Ordinal);
    }

    public static TheoryData<RandomWorkloadOptions, string> Impossible => new()
    {
        { s_options with { InputTokens = -1 }, "InputTokens is -1; it must be from 1 to 20000000." },
        { s_options with { InputTokens = 0 }, "InputTokens is 0; it must be long enough" },
        { s_options with { InputTokens = 1 }, "InputTokens is 1; it must be long enough that no prompt of 0 tokens is drawn at range ratio 0.8." },
        { s_options with { OutputTokens = 0 }, "OutputTokens is 0; it must be from 1" },
        { s_options with { OutputTokens = 1 }, "OutputTokens is 1; it must be long enough" },
        { s_options with { OutputTokens = 20_000_001 }, "OutputTokens is 20000001" },
        { s_options with { RangeRatio = 1.1 }, "RangeRatio is 1.1; it must be a number from 0 to 1." },
        { s_options with { RangeRatio = double.NaN }, "RangeRatio is NaN" },
        { s_options with { Seed = -1 }, "Seed is -1; it must be from 0 to 4294967295" },
        { s_options with { Seed = 1L << 32 }, "Seed is 4294967296" },
        { s_options with { PrefixTokens = -1 }, "PrefixTokens is -1" },
        { s_options with { Count = -1 }, "Count is -1" },
        { s_options with { VocabularySize = 1 }, "The vocabulary size is 1; it must be at least 2." },
        { s_options with { FirstTokenId = 31999 }, "The first token id is 31999; it must lie in 0..31998 for a vocabulary of 32000." },
        { s_options with { FirstTokenId = -1 }, "The first token id is -1" },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void An_impossible_option_is_refused_with_what_would_be_right(RandomWorkloadOptions options, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new RandomWorkload(options));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_of_nothing_but_the_shared_prefix_is_possible()
    {
        var workload = new RandomWorkload(s_options with { InputTokens = 0, PrefixTokens = 5 });
        Assert.Equal(5, workload[3].InputTokens);
        Assert.Equal(workload.Prompt(0), workload.Prompt(3));
    }
}
