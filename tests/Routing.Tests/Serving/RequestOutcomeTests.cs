using LoadGen.Routing.Pairs;
using LoadGen.Routing.Serving;

namespace LoadGen.Routing.Tests.Serving;

public sealed class RequestOutcomeTests
{
    [Theory]
    [InlineData(200, "completed")]
    [InlineData(304, "completed")]
    [InlineData(400, "refused")]
    [InlineData(429, "refused")]
    [InlineData(500, "worker_failed")]
    public void A_status_stands_for_an_outcome(int status, string outcome)
    {
        Assert.Equal(outcome, RequestOutcome.OfStatus(status));
        Assert.Equal(outcome, RequestOutcome.Of(new AttemptResult { Kind = AttemptKind.Reply, Status = status }));
    }

    [Theory]
    [InlineData("deadline_exceeded", 504, "deadline_passed")]
    [InlineData("no_decode_worker", 503, "no_worker")]
    [InlineData("prefill_failed", 502, "worker_failed")]
    [InlineData("invalid_request", 400, "refused")]
    public void So_does_an_error_of_the_routers_own(string code, int status, string outcome) => Assert.Equal(
        outcome,
        RequestOutcome.Of(new AttemptResult { Kind = AttemptKind.Failed, Error = new ClientError(status, code, "m") }));

    [Fact]
    public void Streams_end_well_or_break_or_lose_their_client()
    {
        Assert.Equal("completed", RequestOutcome.Of(AttemptResult.Streamed));
        Assert.Equal("client_gone", RequestOutcome.Of(AttemptResult.Gone));
        Assert.Equal("broken_stream", RequestOutcome.Of(new AttemptResult { Kind = AttemptKind.Broken }));
    }
}
