using System.Text;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Tests.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Pairs;

public sealed class LegFailureTests
{
    private readonly Worker _worker = Pools.NewWorker(0);

    [Fact]
    public void An_engines_refusal_is_passed_on_as_it_is_and_not_tried_again()
    {
        AttemptResult result = LegFailure.Describe(Leg.Prefill, _worker, LegResult.OfStatus(400), "application/json", "{\"e\":1}"u8.ToArray(), null);

        Assert.Equal(AttemptKind.Reply, result.Kind);
        Assert.Equal(400, result.Status);
        Assert.Equal("application/json", result.ContentType);
        Assert.Equal("{\"e\":1}", Encoding.UTF8.GetString(result.Body));
        Assert.Null(result.RetryAfter);
        Assert.False(result.IsRetriable);
        Assert.Equal(Leg.Prefill, result.FailedLeg);
    }

    [Theory]
    [InlineData(null, "1")]
    [InlineData("7", "7")]
    public void A_full_engine_may_be_passed_over_and_says_when_to_come_again(string? said, string told)
    {
        AttemptResult result = LegFailure.Describe(Leg.Decode, _worker, LegResult.OfStatus(503), null, default, said);

        Assert.Equal((AttemptKind.Reply, 503, told, true), (result.Kind, result.Status, result.RetryAfter, result.IsRetriable));
    }

    [Theory]
    [InlineData(LegOutcome.ServerError, 502, true)]
    [InlineData(LegOutcome.ConnectFailed, 502, true)]
    [InlineData(LegOutcome.Broken, 502, true)]
    [InlineData(LegOutcome.Malformed, 502, true)]
    [InlineData(LegOutcome.Stalled, 504, false)]
    [InlineData(LegOutcome.Cancelled, 504, false)]
    public void Any_other_failure_becomes_one_line_that_names_the_worker(LegOutcome outcome, int status, bool isRetriable)
    {
        AttemptResult result = LegFailure.Describe(Leg.Decode, _worker, new LegResult(outcome, 0, "why"), "text/plain", "its own words"u8.ToArray(), null);

        Assert.Equal((AttemptKind.Failed, status, "decode_failed", isRetriable), (result.Kind, result.Error!.Status, result.Error.Code, result.IsRetriable));
        Assert.Contains(_worker.Id, result.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Error.Message);
        Assert.Empty(result.Body);
    }
}
