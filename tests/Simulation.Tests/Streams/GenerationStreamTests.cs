using System.Text;
using LoadGen.Serving;
using LoadGen.Simulation.Pacing;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Responses;
using LoadGen.Simulation.Streams;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Streams;

public class GenerationStreamTests : IPacerInbox
{
    private readonly ManualClock _clock = new();
    private readonly PacerTotals _totals = new();
    private readonly FakeOutput _output = new();
    private readonly List<IPaced> _submitted = [];

    [Fact]
    public async Task Each_token_is_sent_once_it_is_due_and_the_stream_asks_for_the_next()
    {
        GenerationStream stream = Create(tokens: 3);
        Assert.Equal(100, stream.DueNs);
        Assert.Equal(120, stream.Run(105, _totals));
        Assert.Equal(140, stream.Run(120, _totals));
        Assert.False(stream.Completion.IsCompleted);
        Assert.Equal(Agenda.Never, stream.Run(140, _totals));
        Assert.Equal(PacedOutcome.Done, await stream.Completion);
        Assert.Equal([" the", " simulated", " engine"], _output.Writes.Select(OnlyText));
        Assert.Equal(3, _totals.Tokens);
    }

    [Fact]
    public void Being_late_once_does_not_move_what_follows()
    {
        GenerationStream stream = Create(tokens: 3);
        Assert.Equal(120, stream.Run(119, _totals));
        Assert.Equal(140, stream.Run(121, _totals));
        Assert.Equal(0.019, LatenessHistogram.Summarise([_totals.Lateness]).MaxUs);
    }

    [Fact]
    public void All_that_is_due_goes_in_one_write()
    {
        GenerationStream stream = Create(tokens: 4);
        Assert.Equal(160, stream.Run(145, _totals));
        Assert.Equal(" the simulated engine", OnlyText(Assert.Single(_output.Writes)));
        Assert.Equal(new Lateness(3, 0.025, 0.025, 0.045, 0.045, 0.045), LatenessHistogram.Summarise([_totals.Lateness]));
    }

    [Fact]
    public void Several_tokens_to_a_chunk_keep_the_rate_of_tokens()
    {
        GenerationStream stream = Create(tokens: 5, tokensPerChunk: 2);
        Assert.Equal(140, stream.Run(100, _totals));
        Assert.Equal(180, stream.Run(140, _totals));
        Assert.Equal(Agenda.Never, stream.Run(180, _totals));
        Assert.Equal([" the simulated", " engine says", " one"], _output.Writes.Select(OnlyText));
        Assert.Equal((5, 3), (_totals.Tokens, _totals.Chunks));
    }

    [Fact]
    public void Stamped_content_is_the_time_of_the_write()
    {
        GenerationStream stream = Create(tokens: 2, stamp: true);
        stream.Run(104, _totals);
        Assert.Equal(" 104", OnlyText(_output.Writes[0]));
    }

    [Fact]
    public void A_full_socket_holds_the_stream_until_it_is_writable_and_its_delay_is_not_ours()
    {
        GenerationStream stream = Create(tokens: 3);
        _output.Next = SendOutcome.Full;
        Assert.Equal(Agenda.Never, stream.Run(100, _totals));
        Assert.Equal(1, _totals.Blocked);
        _clock.NowNs = 500;
        _output.BecomeWritable();
        Assert.Same(stream, Assert.Single(_submitted));
        Assert.Equal(120, stream.DueNs);
        Assert.Equal(Agenda.Never, stream.Run(510, _totals));
        Assert.Equal(3, _totals.Tokens);
        Assert.Equal(new Lateness(1, 0, 0, 0, 0, 0), LatenessHistogram.Summarise([_totals.Lateness]));
    }

    [Fact]
    public void A_socket_that_is_writable_again_at_once_does_not_lose_the_stream()
    {
        var agenda = new Agenda(_clock);
        GenerationStream stream = Create(tokens: 3);
        agenda.Accept(stream);
        _output.Next = SendOutcome.Full;
        _output.IsWritableAtOnce = true;
        _clock.NowNs = 100;
        agenda.RunDue(_totals, 10);
        Assert.Equal(1, _totals.Tokens);

        // The callback runs on another thread, so it may come before the agenda has heard that the stream waits.
        agenda.Accept(Assert.Single(_submitted));
        _clock.NowNs = 140;
        agenda.RunDue(_totals, 10);
        Assert.Equal(3, _totals.Tokens);
    }

    [Fact]
    public async Task A_stream_whose_last_write_fills_the_socket_is_over_when_the_socket_has_taken_it()
    {
        GenerationStream stream = Create(tokens: 1);
        _output.Next = SendOutcome.Full;
        Assert.Equal(Agenda.Never, stream.Run(100, _totals));
        Assert.False(stream.Completion.IsCompleted);
        _output.BecomeWritable();
        Assert.Same(stream, Assert.Single(_submitted));
        Assert.Equal(Agenda.Never, stream.Run(110, _totals));
        Assert.Equal(PacedOutcome.Done, await stream.Completion);
        Assert.Single(_output.Writes);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(5, 4)]
    [InlineData(8, 3)]
    public void A_malformed_event_is_sent_once_however_many_tokens_a_chunk_has(int after, int tokensPerChunk)
    {
        GenerationStream stream = Create(tokens: 8, tokensPerChunk: tokensPerChunk, fault: new Fault(FaultKind.MalformedJson, after));
        stream.Run(1_000, _totals);
        string[] events = Assert.Single(_output.Writes).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        int broken = Array.FindIndex(events, e => e.EndsWith("\"text\":\"", StringComparison.Ordinal));
        Assert.Equal((after + tokensPerChunk - 1) / tokensPerChunk, broken);
        Assert.Equal(broken, Array.FindLastIndex(events, e => e.EndsWith("\"text\":\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_closed_connection_aborts_the_stream()
    {
        GenerationStream stream = Create(tokens: 3);
        _output.Next = SendOutcome.Closed;
        Assert.Equal(Agenda.Never, stream.Run(100, _totals));
        Assert.Equal(PacedOutcome.Aborted, await stream.Completion);
    }

    [Fact]
    public async Task A_cancelled_stream_is_handed_back_to_its_pacer_and_sends_nothing_more()
    {
        GenerationStream stream = Create(tokens: 3);
        stream.Cancel();
        Assert.Same(stream, Assert.Single(_submitted));
        Assert.False(stream.Completion.IsCompleted);
        Assert.Equal(Agenda.Never, stream.Run(100, _totals));
        Assert.Equal(PacedOutcome.Aborted, await stream.Completion);
        Assert.Empty(_output.Writes);
    }

    [Fact]
    public async Task A_stalled_stream_is_neither_due_nor_over_until_it_is_cancelled()
    {
        GenerationStream stream = Create(tokens: 3, fault: new Fault(FaultKind.Stall, 1));
        Assert.Equal(Agenda.Never, stream.Run(100, _totals));
        Assert.False(stream.Completion.IsCompleted);
        stream.Abort();
        Assert.Equal(PacedOutcome.Aborted, await stream.Completion);
    }

    [Fact]
    public void A_jitter_above_one_half_never_changes_the_order_of_due_times()
    {
        GenerationStream stream = Create(tokens: 200, jitter: 1.0);
        long last = stream.DueNs;
        for (long due = last; due != Agenda.Never; due = stream.Run(due, _totals))
        {
            Assert.True(due >= last);
            last = due;
        }

        Assert.Equal(200, _totals.Tokens);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_token_allocates_nothing(bool continuousUsage)
    {
        GenerationStream stream = Create(tokens: 10_000, continuousUsage: continuousUsage, stamp: !continuousUsage);
        _output.Discard = true;
        long due = stream.Run(stream.DueNs, _totals);
        int rounds = 0;
        Assert.Equal(0, Allocated.Bytes(() =>
        {
            for (int i = 0; i < 1_500; i++)
            {
                due = stream.Run(due, _totals);
            }

            rounds++;
        }));
        Assert.Equal(1 + (rounds * 1_500), _totals.Tokens);
    }

    void IPacerInbox.Submit(IPaced item) => _submitted.Add(item);

    private static string OnlyText(string frames) => string.Concat(
        Sse.Events(string.Concat(frames.Split("\r\n").Where(line => line.StartsWith("data:", StringComparison.Ordinal)))).Select(Sse.TextOf));

    private GenerationStream Create(int tokens, int tokensPerChunk = 1, bool stamp = false, bool continuousUsage = false, double jitter = 0, Fault? fault = null)
    {
        var events = new EventTemplate(new ResponseIdentity(ApiKind.Completions, 1, 0, "sim"), 7, includeUsage: true, continuousUsage);
        return new GenerationStream(
            this,
            _output,
            events,
            new StreamSchedule(0, 100, 20, jitter, false, 1),
            StreamPlan.For(tokens, fault),
            new StreamSettings(_clock, tokensPerChunk, stamp));
    }

    private sealed class FakeOutput : IStreamOutput
    {
        private Action? _callback;

        public List<string> Writes { get; } = [];

        public SendOutcome Next { get; set; }

        public bool Discard { get; set; }

        public SendOutcome Send(ReadOnlySpan<byte> bytes)
        {
            if (!Discard)
            {
                Writes.Add(Encoding.UTF8.GetString(bytes));
            }

            return Next;
        }

        public bool IsWritableAtOnce { get; set; }

        public void OnWritable(Action callback)
        {
            _callback = callback;
            if (IsWritableAtOnce)
            {
                BecomeWritable();
            }
        }

        public void BecomeWritable()
        {
            Next = SendOutcome.Sent;
            _callback!();
        }
    }
}
