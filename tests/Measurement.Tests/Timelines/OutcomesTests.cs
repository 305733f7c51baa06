using LoadGen.Measurement.Timelines;
using LoadGen.Transport;

namespace LoadGen.Measurement.Tests.Timelines;

public class OutcomesTests
{
    [Fact]
    public void The_names_are_the_closed_set_of_the_design()
    {
        string[] names = [.. Enum.GetValues<Outcome>().Select(Outcomes.Name)];

        Assert.Equal(
            [
                "completed", "truncated", "wrong_length", "refused", "timed_out", "status_4xx", "status_5xx",
                "rate_limited", "stream_error", "protocol_error", "cancelled",
            ],
            names);
        Assert.Equal(names.Length, Outcomes.Count);
    }

    [Fact]
    public void Every_transport_error_has_an_outcome_and_none_is_a_success()
    {
        Assert.All(Enum.GetValues<TransportError>(), error =>
            Assert.True(Enum.IsDefined(Outcomes.Of(error)) && Outcomes.Of(error) != Outcome.Completed, error.ToString()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Outcomes.Of((TransportError)1000));
    }

    [Theory]
    [InlineData(TransportError.DnsFailure, Outcome.Refused)]
    [InlineData(TransportError.ConnectRefused, Outcome.Refused)]
    [InlineData(TransportError.ConnectFailed, Outcome.Refused)]
    [InlineData(TransportError.TlsFailure, Outcome.Refused)]
    [InlineData(TransportError.ConnectTimeout, Outcome.TimedOut)]
    [InlineData(TransportError.FirstByteTimeout, Outcome.TimedOut)]
    [InlineData(TransportError.StallTimeout, Outcome.TimedOut)]
    [InlineData(TransportError.RequestTimeout, Outcome.TimedOut)]
    [InlineData(TransportError.SendFailed, Outcome.Truncated)]
    [InlineData(TransportError.ConnectionReset, Outcome.Truncated)]
    [InlineData(TransportError.ConnectionClosed, Outcome.Truncated)]
    [InlineData(TransportError.MalformedResponse, Outcome.ProtocolError)]
    [InlineData(TransportError.HeadTooLarge, Outcome.ProtocolError)]
    [InlineData(TransportError.MalformedChunk, Outcome.ProtocolError)]
    [InlineData(TransportError.Aborted, Outcome.Cancelled)]
    public void A_transport_error_becomes_its_outcome(TransportError error, Outcome outcome) => Assert.Equal(outcome, Outcomes.Of(error));

    [Theory]
    [InlineData(200, null)]
    [InlineData(204, null)]
    [InlineData(299, null)]
    [InlineData(301, Outcome.ProtocolError)]
    [InlineData(400, Outcome.Status4xx)]
    [InlineData(404, Outcome.Status4xx)]
    [InlineData(429, Outcome.RateLimited)]
    [InlineData(499, Outcome.Status4xx)]
    [InlineData(500, Outcome.Status5xx)]
    [InlineData(599, Outcome.Status5xx)]
    [InlineData(600, Outcome.ProtocolError)]
    [InlineData(199, Outcome.ProtocolError)]
    public void A_status_decides_unless_it_is_2xx(int status, Outcome? outcome) => Assert.Equal(outcome, Outcomes.OfStatus(status));
}
