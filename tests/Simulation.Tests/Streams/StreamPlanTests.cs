using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Tests.Streams;

public class StreamPlanTests
{
    private static readonly StreamPlan Whole = new(10, StreamEnding.Complete, false, -1, 0);

    [Fact]
    public void Without_a_fault_everything_asked_for_is_sent() => Assert.Equal(Whole, StreamPlan.For(10, null));

    [Fact]
    public void Faults_after_some_tokens_send_that_many()
    {
        Assert.Equal(Whole with { Tokens = 3, Ending = StreamEnding.Cut }, Plan(FaultKind.Cut, 3));
        Assert.Equal(Whole with { Tokens = 0, Ending = StreamEnding.Error }, Plan(FaultKind.Error, 0));
        Assert.Equal(Whole with { Tokens = 3, Ending = StreamEnding.Stall }, Plan(FaultKind.Stall, 3));
        Assert.Equal(Whole with { Tokens = 1, Ending = StreamEnding.MalformedChunk }, Plan(FaultKind.MalformedChunk, 1));
        Assert.Equal(Whole with { MalformedAfter = 4 }, Plan(FaultKind.MalformedJson, 4));
    }

    [Fact]
    public void Faults_after_more_tokens_than_asked_for_come_after_the_last() =>
        Assert.Equal(Whole with { Ending = StreamEnding.Cut }, Plan(FaultKind.Cut, 99));

    [Fact]
    public void Faults_of_the_ending_send_all_tokens()
    {
        Assert.Equal(Whole with { Ending = StreamEnding.NoDone }, Plan(FaultKind.NoDone, 0));
        Assert.Equal(Whole with { Ending = StreamEnding.NoFinish }, Plan(FaultKind.NoFinish, 0));
        Assert.Equal(Whole with { UsageExcess = 2 }, Plan(FaultKind.UsageMismatch, 2));
    }

    [Fact]
    public void Faults_of_the_way_it_is_sent_send_all_tokens()
    {
        Assert.Equal(Whole with { DelayMs = 250 }, Plan(FaultKind.Slow, 250));
        Assert.Equal(Whole with { SplitWrites = true }, Plan(FaultKind.SplitWrites, 0));
        Assert.Equal(Whole with { MarkerAt = 5 }, Plan(FaultKind.DoneInContent, 0));
    }

    [Fact]
    public void A_short_answer_stops_early_but_has_a_token()
    {
        Assert.Equal(Whole with { Tokens = 7, StoppedEarly = true }, Plan(FaultKind.Shortened, 3));
        Assert.Equal(Whole with { Tokens = 1, StoppedEarly = true }, Plan(FaultKind.Shortened, 10));
    }

    private static StreamPlan Plan(FaultKind kind, int argument) => StreamPlan.For(10, new Fault(kind, argument));
}
