using System.Collections.Concurrent;
using System.Text;
using LoadGen.Inference;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Tests.Running;

/// <summary>Runs that ask for something and want to hear what is said.</summary>
public class PromptAndAnswerTests
{
    [Fact]
    public async Task Prompts_of_a_source_are_sent_and_what_is_said_is_told()
    {
        var answers = new Answers();
        BenchResult result = await Bench.RunAsync(
            Bench.Fast, options => options with { Workload = new Questions(3), PromptFormat = PromptFormat.Messages, Answers = answers, Requests = 3 }, api: "chat");
        result.AssertAll(Outcome.Completed);
        Assert.Equal([0, 1, 2], answers.Said.Keys.Order());

        // The simulated engine counts a prompt's words, and says three of its own.
        Assert.All(answers.Said, said => Assert.Equal((5 + said.Key, 3), (said.Value.Usage.PromptTokens, said.Value.Content.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length)));
    }

    [Fact]
    public async Task A_whole_answer_is_told_too()
    {
        var answers = new Answers();
        await Bench.RunAsync(
            Bench.Fast, options => options with { Generation = options.Generation with { Stream = false }, Answers = answers, Requests = 1 }, api: "chat");
        Assert.Equal(3, Assert.Single(answers.Said).Value.Content.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task What_a_stream_said_before_it_broke_is_told_with_its_outcome()
    {
        var answers = new Answers();
        await Bench.RunAsync(Bench.With("cut:2"), options => options with { Answers = answers, Requests = 1 }, api: "chat");
        (Outcome outcome, string content, _) = Assert.Single(answers.Said).Value;
        Assert.Equal(Outcome.Truncated, outcome);
        Assert.NotEmpty(content);
    }

    [Fact]
    public async Task Nothing_of_a_warm_up_is_told()
    {
        var answers = new Answers();
        BenchResult result = await Bench.RunAsync(Bench.Fast, options => options with { Answers = answers, WarmupRequests = 4, Requests = 1 }, api: "chat");
        Assert.Equal(4, result.Run.Warmup!.Totals.Completed);
        Assert.Equal(0, Assert.Single(answers.Said).Key);
    }

    [Fact]
    public async Task A_prompt_whose_tokens_the_server_counts_is_no_mismatch()
    {
        BenchResult result = await Bench.RunAsync(
            Bench.Fast, options => options with { Workload = new Questions(2), PromptFormat = PromptFormat.Messages }, api: "chat");
        Assert.Equal((0, 11), (result.Totals.InputMismatches, result.Totals.InputTokens));
    }

    // What the server alone counts.
    private sealed class Questions(int count) : Workload
    {
        public override string Name => "questions";

        public override string Description => "questions";

        public override int? Count => count;

        public override PromptContent Content => PromptContent.Messages;

        public override bool CountsInput => false;

        public override WorkItem this[int index] => new(index, 0, 3);

        public override void WriteTokenIds(in WorkItem item, Span<int> destination) => throw new NotSupportedException("The prompts are messages.");

        public override void ReadMessages(in WorkItem item, PromptMessages messages)
        {
            messages.Clear();
            messages.Add(new ChatMessage(ChatRole.System, "be brief"u8.ToArray()));
            messages.Add(new ChatMessage(ChatRole.User, Encoding.UTF8.GetBytes("what is this" + string.Concat(Enumerable.Repeat(" again", item.Index)))));
        }
    }

    private sealed class Answers : IAnswerSink
    {
        public ConcurrentDictionary<int, (Outcome Outcome, string Content, TokenUsage Usage)> Said { get; } = new();

        public void OnAnswer(RequestTimeline timeline) =>
            Assert.True(Said.TryAdd(timeline.Item.Index, (timeline.Outcome, Encoding.UTF8.GetString(timeline.Content), timeline.Usage ?? default)));
    }
}
