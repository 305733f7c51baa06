using LoadGen.Inference;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Running;

public class JudgementTests
{
    private static readonly GenerationOptions s_exact = new() { Model = "m" };
    private static readonly GenerationOptions s_free = new() { Model = "m", IgnoreEos = false };

    private static readonly ApiTraits s_openAi = new() { Prompts = PromptKinds.Text };
    private static readonly ApiTraits s_silent = new() { Prompts = PromptKinds.Text, EndMarker = null, StatesFinish = false };

    [Theory]
    [InlineData(false, FinishReason.None, "[DONE] and finish_reason")]
    [InlineData(false, FinishReason.Length, "[DONE],")]
    [InlineData(true, FinishReason.None, "finish_reason")]
    public void What_is_missing_at_the_end_makes_an_answer_truncated(bool done, FinishReason finish, string missing)
    {
        (Outcome outcome, string? error) = Judge(done, finish, usage: 3);

        Assert.Equal(Outcome.Truncated, outcome);
        Assert.Contains("ended without " + missing, error, StringComparison.Ordinal);
        Assert.EndsWith("after 3 output chunks", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_abort_is_the_servers_error_with_or_without_an_end_marker(bool done) =>
        Assert.Equal(Outcome.StreamError, Judge(done, FinishReason.Abort, usage: 3).Outcome);

    [Theory]
    [InlineData(3, FinishReason.Length, Outcome.Completed)]
    [InlineData(3, FinishReason.Stop, Outcome.Completed)]
    [InlineData(2, FinishReason.Length, Outcome.WrongLength)]
    [InlineData(4, FinishReason.Length, Outcome.WrongLength)]
    [InlineData(0, FinishReason.Stop, Outcome.WrongLength)]
    public void Under_ignore_eos_usage_must_be_the_length_asked_for(int usage, FinishReason finish, Outcome outcome)
    {
        (Outcome actual, string? error) = Judge(true, finish, usage);

        Assert.Equal(outcome, actual);
        Assert.Equal(outcome == Outcome.Completed ? null : $"{usage} output tokens instead of 3 under ignore_eos, by the server's usage", error);
    }

    [Theory]
    [InlineData(3, FinishReason.Stop, Outcome.Completed)]
    [InlineData(2, FinishReason.Length, Outcome.Completed)]   // several tokens a chunk
    [InlineData(2, FinishReason.Stop, Outcome.WrongLength)]
    [InlineData(5, FinishReason.Stop, Outcome.Completed)]     // a token may be split over chunks
    public void Without_usage_only_an_early_stop_with_too_few_chunks_is_wrong(int chunks, FinishReason finish, Outcome outcome) =>
        Assert.Equal(outcome, Judge(true, finish, usage: null, chunks: chunks).Outcome);

    [Fact]
    public void Usage_without_a_count_is_as_none() =>
        Assert.Equal(Outcome.WrongLength, Judge(true, FinishReason.Stop, usage: -1, chunks: 2).Outcome);

    [Theory]
    [InlineData(FinishReason.Stop)]
    [InlineData(FinishReason.ToolCalls)]
    [InlineData(FinishReason.ContentFilter)]
    [InlineData(FinishReason.Other)]
    public void Without_ignore_eos_any_length_is_right(FinishReason finish) =>
        Assert.Equal((Outcome.Completed, null), Judge(true, finish, usage: 1, generation: s_free));

    [Fact]
    public void What_an_API_never_says_is_not_missed()
    {
        Assert.Equal((Outcome.Completed, null), Judge(false, FinishReason.None, usage: null, chunks: 2, api: s_silent));
        Assert.Equal(Outcome.Truncated, Judge(false, FinishReason.Stop, usage: 3, api: s_silent with { EndMarker = "message_stop" }).Outcome);
        Assert.Equal(Outcome.Truncated, Judge(false, FinishReason.None, usage: 3, api: s_silent with { StatesFinish = true }).Outcome);
    }

    private static (Outcome Outcome, string? Error) Judge(bool done, FinishReason finish, int? usage, int chunks = 3, GenerationOptions? generation = null, ApiTraits? api = null)
    {
        RequestTimeline t = Given.Request(output: 3).Heard([.. Enumerable.Range(1, chunks)]);
        (t.SawDone, t.Finish) = (done, finish);
        t.Usage = usage is { } tokens ? new TokenUsage(10, tokens, -1, -1) : null;
        return Judgement.OfAnswer(t, generation ?? s_exact, api ?? s_openAi);
    }
}
