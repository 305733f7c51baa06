using LoadGen.Simulation.Control;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Tests.Control;

public class RequestLogTests
{
    [Fact]
    public void Only_the_last_requests_are_remembered()
    {
        var log = new RequestLog();
        for (int i = 0; i < RequestLog.Capacity + 5; i++)
        {
            log.Begin(new DefaultHttpContext());
        }

        RequestRecord[] records = log.Snapshot();
        Assert.Equal((RequestLog.Capacity, 6L, 1005L), (records.Length, records[0].Number, records[^1].Number));
    }

    [Theory]
    [InlineData(null, null, 200, "Completed")]
    [InlineData(null, null, 404, "Refused")]
    [InlineData(null, null, 0, "Aborted")]
    [InlineData("Completed", null, 200, "Completed")]
    [InlineData("Completed", "cut:1", 200, "Faulted")]
    [InlineData("Aborted", "stall:1", 200, "Aborted")]
    [InlineData("Refused", null, 400, "Refused")]
    public void The_outcome_is_what_the_handler_said_or_else_what_the_status_says(string? said, string? fault, int status, string outcome)
    {
        RequestRecord record = new RequestLog().Begin(new DefaultHttpContext());
        record.Fault = fault;
        if (said is not null)
        {
            record.Settle(Enum.Parse<RequestOutcome>(said));
        }

        Assert.Equal(RequestOutcome.Active, record.Outcome);
        record.End(status);
        Assert.Equal(Enum.Parse<RequestOutcome>(outcome), record.Outcome);
        Assert.Equal(status, record.Status);
    }
}
