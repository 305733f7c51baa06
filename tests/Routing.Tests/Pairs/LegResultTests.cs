using LoadGen.Routing.Pairs;
using LoadGen.Transport;

namespace LoadGen.Routing.Tests.Pairs;

public sealed class LegResultTests
{
    [Theory]
    [InlineData(200, LegOutcome.Completed)]
    [InlineData(201, LegOutcome.Completed)]
    [InlineData(204, LegOutcome.Malformed)]
    [InlineData(205, LegOutcome.Malformed)]
    [InlineData(101, LegOutcome.Malformed)]
    [InlineData(302, LegOutcome.Malformed)]
    [InlineData(307, LegOutcome.Malformed)]
    [InlineData(400, LegOutcome.Rejected)]
    [InlineData(404, LegOutcome.Rejected)]
    [InlineData(429, LegOutcome.Overloaded)]
    [InlineData(499, LegOutcome.Rejected)]
    [InlineData(500, LegOutcome.ServerError)]
    [InlineData(502, LegOutcome.ServerError)]
    [InlineData(503, LegOutcome.Overloaded)]
    [InlineData(599, LegOutcome.ServerError)]
    public void A_status_says_how_a_leg_ended(int status, LegOutcome outcome)
    {
        LegResult result = LegResult.OfStatus(status);

        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(status, result.Status);
        Assert.Equal(outcome == LegOutcome.Completed, result.IsSuccess);
        Assert.Equal(result.IsSuccess, result.Problem is null);
    }

    [Theory]
    [InlineData(TransportError.DnsFailure, LegOutcome.ConnectFailed)]
    [InlineData(TransportError.ConnectRefused, LegOutcome.ConnectFailed)]
    [InlineData(TransportError.ConnectTimeout, LegOutcome.ConnectFailed)]
    [InlineData(TransportError.ConnectFailed, LegOutcome.ConnectFailed)]
    [InlineData(TransportError.TlsFailure, LegOutcome.ConnectFailed)]
    [InlineData(TransportError.FirstByteTimeout, LegOutcome.Stalled)]
    [InlineData(TransportError.StallTimeout, LegOutcome.Stalled)]
    [InlineData(TransportError.RequestTimeout, LegOutcome.Stalled)]
    [InlineData(TransportError.MalformedResponse, LegOutcome.Malformed)]
    [InlineData(TransportError.MalformedChunk, LegOutcome.Malformed)]
    [InlineData(TransportError.HeadTooLarge, LegOutcome.Malformed)]
    [InlineData(TransportError.ConnectionReset, LegOutcome.Broken)]
    [InlineData(TransportError.ConnectionClosed, LegOutcome.Broken)]
    public void A_failure_of_the_wire_says_it_too(TransportError error, LegOutcome outcome)
    {
        LegResult result = LegResult.Of(new TransportException(error, "because"), 200);

        Assert.Equal(new LegResult(outcome, 200, "because"), result);
    }

    [Fact]
    public void An_abort_that_no_one_asked_for_is_a_failure_that_somebody_hears_of() =>
        Assert.Equal(LegOutcome.Broken, LegResult.Of(new TransportException(TransportError.Aborted, "stopped"), 0).Outcome);
}
