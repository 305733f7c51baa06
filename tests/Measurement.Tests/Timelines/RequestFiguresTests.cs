using LoadGen.Inference;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Tests.Timelines;

public class RequestFiguresTests
{
    [Fact]
    public void A_stream_gives_every_figure_by_its_formula()
    {
        // Role chunk at 50 ms without text, tokens at 100, 130, 160, 200, a finish chunk without text at 210, the end at 250.
        RequestTimeline t = Given.Request(input: 7).Saw(50, hasOutput: false).Heard(100, 130, 160, 200).Saw(210, hasOutput: false)
            .Ended(Outcome.Completed, 250);
        RequestFigures f = t.Figures();

        Assert.Equal((7, 4), (f.InputTokens, f.OutputTokens));
        Assert.Equal(100 * Given.Ms, f.TtftNs);
        Assert.Equal(102 * Given.Ms, f.TtftIntendedNs);
        Assert.Equal(210 * Given.Ms, f.E2eNs);
        Assert.Equal(212 * Given.Ms, f.E2eIntendedNs);
        Assert.Equal(110.0 * Given.Ms / 3, f.TpotNs);
        Assert.Equal(3 / 0.110, f.InteractivityTps, 9);
        Assert.Equal(2 * Given.Ms, f.LatenessNs);
    }

    [Fact]
    public void The_servers_usage_comes_before_the_chunks_and_the_workload()
    {
        RequestTimeline t = Given.Completed([100, 200], usage: 11);
        t.Usage = new TokenUsage(33, 11, 0, 0);
        RequestFigures f = t.Figures();

        Assert.Equal((33, 11), (f.InputTokens, f.OutputTokens));
        Assert.Equal(10.0 * Given.Ms, f.TpotNs);
    }

    [Fact]
    public void Counts_that_usage_leaves_out_are_the_clients()
    {
        RequestTimeline t = Given.Completed([100, 200, 300]);
        t.Usage = new TokenUsage(-1, -1, -1, -1);

        Assert.Equal((10, 3), (t.Figures().InputTokens, t.Figures().OutputTokens));
    }

    [Fact]
    public void One_token_has_a_ttft_and_an_e2e_but_no_tpot()
    {
        RequestFigures f = Given.Completed([80]).Figures();

        Assert.Equal((80 * Given.Ms, 80 * Given.Ms, 1), (f.TtftNs, f.E2eNs, f.OutputTokens));
        Assert.Equal((double.NaN, double.NaN), (f.TpotNs, f.InteractivityTps));
    }

    [Fact]
    public void Tokens_that_all_come_at_once_have_a_tpot_of_zero_and_no_interactivity()
    {
        RequestFigures f = Given.Completed([80, 80, 80]).Figures();

        Assert.Equal(0, f.TpotNs);
        Assert.Equal(double.NaN, f.InteractivityTps);
    }

    [Fact]
    public void Without_a_stream_the_end_of_the_response_is_the_e2e_and_there_is_no_ttft()
    {
        RequestTimeline t = Given.Request().Ended(Outcome.Completed, 300);
        t.Usage = new TokenUsage(10, 25, -1, -1);
        RequestFigures f = t.Figures();

        Assert.Equal((300 * Given.Ms, 302 * Given.Ms, 25), (f.E2eNs, f.E2eIntendedNs, f.OutputTokens));
        Assert.Equal((-1, -1), (f.TtftNs, f.TtftIntendedNs));
        Assert.Equal((double.NaN, double.NaN), (f.TpotNs, f.InteractivityTps));
    }

    [Fact]
    public void A_request_that_was_never_sent_has_no_lateness_and_no_ttft()
    {
        var t = new RequestTimeline();
        t.Begin(new WorkItem(0, 5, 5), Given.IntendedNs);
        RequestFigures f = t.Ended(Outcome.Refused, 1).Figures();

        Assert.Equal((-1, -1, 5, 0), (f.LatenessNs, f.TtftNs, f.InputTokens, f.OutputTokens));
    }
}
