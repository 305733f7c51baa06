using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;

namespace LoadGen.Measurement.Tests.Clients;

/// <summary>What result.json says of a run that several clients made.</summary>
public class ClientResultTests
{
    [Fact]
    public async Task A_run_is_valid_when_every_client_says_so()
    {
        ResultDocument document = await BuildAsync(Reports.Outcome(0, report: Reports.Of()), Reports.Outcome(1, report: Reports.Of()));

        Assert.True(document.Validity.Valid);
        Assert.Equal([true, true], document.Clients!.Select(c => c.Valid));
        Assert.Equal(("node", "done", 10, 9, 3), (document.Clients![0].Host, document.Clients[0].Status, document.Clients[0].Requested, document.Clients[0].Completed, document.Clients[0].Loops));
        Assert.Equal(1.0, document.Clients[0].OffsetUs, 9);
        Assert.Equal(0.5, document.Clients[0].OffsetErrorUs, 9);
        Assert.Equal(0.1, document.Clients[0].OffsetDriftUs, 9);
    }

    [Fact]
    public async Task One_clients_broken_bound_makes_the_run_invalid_in_its_name()
    {
        ResultDocument document = await BuildAsync(Reports.Outcome(0, report: Reports.Of()), Reports.Outcome(1, "node2", Reports.Of(true, "too slow")));

        Assert.Equal(["client 1 (node2): too slow"], document.Validity.Reasons);
        Assert.Equal([true, false], document.Clients!.Select(c => c.Valid));
    }

    [Fact]
    public async Task A_lost_client_cannot_vouch()
    {
        ResultDocument document = await BuildAsync(Reports.Outcome(0, report: Reports.Of()), Reports.Lost(1));

        Assert.Equal(("partial", "lost", 5), (document.Status, document.Clients![1].Status, document.Clients[1].LostRequests));
        Assert.False(document.Validity.Valid);
        Assert.Contains("10 of its requests are in the figures, 5 are lost", Assert.Single(document.StatusReasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_ended_without_a_report_says_so()
    {
        ResultDocument document = await BuildAsync(Reports.Outcome(0, report: Reports.Of()), Reports.Outcome(1));

        Assert.Equal(["client 1 (node): it ended without a report and cannot vouch for its figures"], document.Validity.Reasons);
    }

    [Fact]
    public async Task A_lost_client_cannot_vouch_even_where_it_reported()
    {
        ResultDocument document = await BuildAsync(Reports.Outcome(0, report: Reports.Of()), Reports.Outcome(1, report: Reports.Of()) with { Lost = "it could not reach the target" });

        Assert.Equal(["client 1 (node): it was lost (it could not reach the target) and cannot vouch for its figures"], document.Validity.Reasons);
        Assert.Equal("lost", document.Clients![1].Status);
    }

    [Fact]
    public async Task Cores_of_one_machine_count_once()
    {
        ResultDocument together = await BuildAsync(Reports.Outcome(0, report: Reports.Of()), Reports.Outcome(1, report: Reports.Of()));
        ResultDocument apart = await BuildAsync(Reports.Outcome(0, report: Reports.Of()), Reports.Outcome(1, "node2", Reports.Of()));

        Assert.Equal(together.Client.CpuShare, 2 * apart.Client.CpuShare, 9);
    }

    [Fact]
    public async Task A_run_of_one_client_lists_none()
    {
        RunOutcome run = await ResultFixtures.RunAsync(ResultFixtures.Phase(Given.Completed([10, 20])));
        Assert.Null(new ResultWriter(ResultFixtures.Options, ResultFixtures.About).Build(run).Clients);
    }

    private static async Task<ResultDocument> BuildAsync(params ClientOutcome[] clients)
    {
        RunOutcome run = (await ResultFixtures.RunAsync(ResultFixtures.Phase(Given.Completed([10, 20])))) with { Clients = clients };
        return new ResultWriter(ResultFixtures.Options, ResultFixtures.About).Build(run);
    }
}
