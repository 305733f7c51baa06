using System.Text;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.RandomTexts;

namespace LoadGen.Workloads.Tests.RandomTexts;

/// <summary>Random prompts as text, made ahead.</summary>
public class RandomTextWorkloadTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly NumberSampler.Log _log = new();

    [Fact]
    public void Lengths_and_ids_are_those_of_the_random_workload_and_the_templates_tokens_come_on_top()
    {
        RandomTextOptions options = Options(count: 20) with { TemplateTokens = 11, HasTemplate = true };
        var workload = new RandomTextWorkload(options);
        var ids = new RandomWorkload(options.Lengths);
        for (int i = 0; i < 20; i++)
        {
            int target = ids[i].InputTokens + 11;
            Assert.Equal(ids[i] with { InputTokens = target + (i % 7 == 0 ? 1 : 0), TargetTokens = target }, workload[i]);
            int[] own = new int[ids[i].InputTokens];
            ids.WriteTokenIds(ids[i], own);
            Assert.Equal($"0 {i} {target}: {string.Join(' ', own)}", Text(workload, i));
        }

        Assert.Equal((PromptContent.Messages, "random", 20, true), (workload.Content, workload.Name, workload.Count, workload.CountsTemplate));
        Assert.EndsWith(", text", workload.Description, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => workload.WriteTokenIds(workload[0], new int[1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_was_made_ahead_is_what_would_have_been_made_later_and_is_not_made_again(int threads)
    {
        var workload = new RandomTextWorkload(Options(count: 50));
        FillReport report = workload.Fill(Enumerable.Range(0, 50), hasMore: false, threads, TestContext.Current.CancellationToken);
        Assert.Equal(new FillReport(50, Exact: 42, MismatchSum: 8, IsAll: true), report);

        var late = new RandomTextWorkload(Options(count: 50));
        int[] order = [.. Enumerable.Range(0, 50).Reverse()];
        Assert.Equal(order.Select(i => Text(late, i)), order.Select(i => Text(workload, i)));
        Assert.Equal(order.Select(i => late[i]), order.Select(i => workload[i]));

        // Read again, as a request is that is sent again.
        Assert.Equal(Text(late, 3), Text(workload, 3));
        Assert.Equal(50 + 51, _log.Samples);
    }

    [Fact]
    public void A_length_and_the_text_behind_it_are_made_once()
    {
        var workload = new RandomTextWorkload(Options(count: 5));
        Assert.Equal(workload[4].TargetTokens, workload[4].InputTokens);
        Text(workload, 4);
        Assert.Equal(1, _log.Samples);
    }

    [Fact]
    public void Warm_up_prompts_have_other_ids_and_are_filled_up_with_others()
    {
        var measured = new RandomTextWorkload(Options(count: 30));
        RandomTextWorkload warmup = RandomTextWorkload.ForWarmup(Options(count: 30), count: null);
        Assert.Null(warmup.Count);
        string[] starts = [.. Enumerable.Range(0, 30).Select(i => Start(Text(measured, i)))];
        Assert.All(Enumerable.Range(0, 30), i => Assert.DoesNotContain(Start(Text(warmup, i)), starts));
        Assert.NotEqual("0", Text(warmup, 0).Split(' ')[0]);

        static string Start(string text) => string.Join(' ', text.Split(": ")[1].Split(' ').Take(2));
    }

    [Fact]
    public async Task What_has_no_room_is_made_as_prompts_are_read_and_no_more_than_room_is_taken()
    {
        var workload = new RandomTextWorkload(Options(count: 200) with { AheadBytesMost = 20_000 });
        FillReport report = workload.Fill(Enumerable.Range(0, 200), hasMore: false, threads: 2, TestContext.Current.CancellationToken);
        Assert.False(report.IsAll);
        Assert.InRange(report.Sampled, 10, 150);
        long most = workload.AheadBytes;

        Task ahead = Task.Run(() => workload.KeepAhead(Enumerable.Range(0, 200), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var late = new RandomTextWorkload(Options(count: 200));
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(Text(late, i), Text(workload, i));
            most = Math.Max(most, workload.AheadBytes);
        }

        await ahead.WaitAsync(s_limit, TestContext.Current.CancellationToken);
        Assert.Equal(0, workload.AheadBytes);

        // Two threads may both find room for their last prompt.
        Assert.InRange(most, 10_000, 20_000 + (2 * 1_000));

        // The lengths outlive the texts, which come again where they are asked for again.
        int before = _log.Samples;
        Assert.Equal(late[150], workload[150]);
        Assert.Equal(before, _log.Samples);
        Assert.Equal(Text(late, 150), Text(workload, 150));
    }

    [Fact]
    public void What_requests_have_passed_is_not_made_any_more()
    {
        var workload = new RandomTextWorkload(Options(count: null));
        workload.Fill([], hasMore: true, threads: 1, TestContext.Current.CancellationToken);
        Text(workload, 40);
        int before = _log.Samples;
        workload.KeepAhead(Enumerable.Range(0, 50), TestContext.Current.CancellationToken);
        Assert.Equal((9, 49), (_log.Samples - before, _log.Last));
    }

    [Fact]
    public async Task A_workload_without_end_holds_no_more_ahead_than_it_began_with()
    {
        using var run = new CancellationTokenSource();
        RandomTextOptions options = Options(count: null) with { Lengths = new RandomWorkloadOptions { InputTokens = 20_000, OutputTokens = 1, VocabularySize = 5000 } };
        var workload = new RandomTextWorkload(options);
        workload.Fill(Enumerable.Range(0, 20), hasMore: true, threads: 1, TestContext.Current.CancellationToken);
        long begun = workload.AheadBytes;
        Assert.True(begun > 1 << 20);
        Task ahead = Task.Run(() => workload.KeepAhead(Enumerable.Range(0, int.MaxValue), run.Token), TestContext.Current.CancellationToken);
        for (int i = 0; i < 30; i++)
        {
            Text(workload, i);
            Assert.InRange(workload.AheadBytes, 0, begun + (begun / 10));
        }

        await run.CancelAsync();
        await ahead.WaitAsync(s_limit, TestContext.Current.CancellationToken);
        Assert.InRange(_log.Samples, 30, 30 + 30 + 22);
    }

    [Fact]
    public async Task Waiting_for_room_ends_with_the_run()
    {
        using var run = new CancellationTokenSource();
        var workload = new RandomTextWorkload(Options(count: null) with { AheadBytesMost = 1_000 });
        FillReport report = workload.Fill(Enumerable.Range(0, 1), hasMore: true, threads: 1, TestContext.Current.CancellationToken);
        Assert.False(report.IsAll);
        Task ahead = Task.Run(() => workload.KeepAhead(Enumerable.Range(0, int.MaxValue), run.Token), TestContext.Current.CancellationToken);
        Assert.False(ahead.IsCompleted);
        await run.CancelAsync();
        await ahead.WaitAsync(s_limit, TestContext.Current.CancellationToken);
        Assert.InRange(_log.Samples, 1, 5);
    }

    [Fact]
    public void A_sampler_that_cannot_says_so_itself()
    {
        var workload = new RandomTextWorkload(Options(count: 8) with { Sampler = _ => throw new FormatException("no such template") });
        Assert.Throws<FormatException>(() => workload.Fill(Enumerable.Range(0, 8), hasMore: false, threads: 2, TestContext.Current.CancellationToken));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => workload.Fill(Enumerable.Range(0, 8), hasMore: false, threads: 2, cancelled.Token));
    }

    [Fact]
    public void A_prompt_that_cannot_be_made_ahead_is_told_to_its_reader_and_those_before_it_are_there()
    {
        var workload = new RandomTextWorkload(Options(count: 8) with { Sampler = seed => new NumberSampler(_log, seed) { Unable = 3 } });
        workload.Fill([], hasMore: true, threads: 1, TestContext.Current.CancellationToken);
        workload.KeepAhead(Enumerable.Range(0, 8), TestContext.Current.CancellationToken);
        Assert.Equal(3, _log.Samples);
        Assert.All(Enumerable.Range(0, 3), i => Text(workload, i));
        Assert.Equal(3, _log.Samples);
        Assert.Equal("prompt 3", Assert.Throws<FormatException>(() => Text(workload, 3)).Message);
    }

    private RandomTextOptions Options(int? count) => new()
    {
        Lengths = new RandomWorkloadOptions { InputTokens = 60, OutputTokens = 9, RangeRatio = 0.5, PrefixTokens = 0, VocabularySize = 5000, Count = count },
        Sampler = seed => new NumberSampler(_log, seed),
        Description = "text",
    };

    private static string Text(RandomTextWorkload workload, int index)
    {
        var messages = new PromptMessages();
        workload.ReadMessages(workload[index], messages);
        Assert.Equal(1, messages.Messages.Length);
        Assert.True(messages.Json.IsEmpty);
        return Encoding.UTF8.GetString(messages.Messages[0].Text.Span);
    }
}
