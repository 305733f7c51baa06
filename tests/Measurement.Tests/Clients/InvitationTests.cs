using System.Net;
using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Clients.Starting;

namespace LoadGen.Measurement.Tests.Clients;

public class InvitationTests
{
    private static readonly string[] s_program = ["loadgen", "bench"];

    [Fact]
    public void A_process_without_it_is_no_client() => Assert.Null(ClientInvitation.Read(_ => null));

    [Fact]
    public void It_goes_through_the_environment_and_back()
    {
        var invitation = new ClientInvitation([new DnsEndPoint("node1", 7700), new DnsEndPoint("::1", 1)], Together.Token, 2);
        IReadOnlyDictionary<string, string> variables = invitation.ToVariables();
        ClientInvitation back = ClientInvitation.Read(variables.GetValueOrDefault)!;

        Assert.Equal("node1:7700,[::1]:1", variables[ClientInvitation.AddressVariable]);
        Assert.Equal(invitation.Addresses, back.Addresses);
        Assert.Equal((Together.Token, 2), (back.Token, back.Rank));
        Assert.DoesNotContain(Together.Token, back.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_of_Slurm_has_its_number_by_that() => Assert.Equal(5, Read(("SLURM_PROCID", "5"))!.Rank);

    [Theory]
    [InlineData(ClientInvitation.TokenVariable, "short", "at least 16 characters")]
    [InlineData(ClientInvitation.TokenVariable, null, ClientInvitation.TokenVariable)]
    [InlineData(ClientInvitation.AddressVariable, "node1", "'node1' is not HOST:PORT")]
    [InlineData(ClientInvitation.AddressVariable, "node1:99999", "'node1:99999' is not HOST:PORT")]
    [InlineData(ClientInvitation.RankVariable, "-1", "'-1' is not a client's number")]
    public void What_is_wrong_with_it_is_said_in_a_line(string variable, string? value, string fragment)
    {
        ClientException e = Assert.Throws<ClientException>(() => Read((variable, value)));
        Assert.Contains(fragment, e.Message, StringComparison.Ordinal);
        Assert.True(e.IsUsage);
        if (value is "short")
        {
            Assert.DoesNotContain(value, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_address_is_all_there_is_and_any_address_is_each_of_the_host()
    {
        Assert.Equal([new DnsEndPoint("127.0.0.1", 7)], ClientInvitation.Reachable(new IPEndPoint(IPAddress.Loopback, 7)));
        IReadOnlyList<DnsEndPoint> any = ClientInvitation.Reachable(new IPEndPoint(IPAddress.Any, 7));
        Assert.Equal((Dns.GetHostName(), "127.0.0.1"), (any[0].Host, any[^1].Host));
        Assert.All(any, a => Assert.Equal(7, a.Port));
    }

    [Fact]
    public void Tokens_are_long_and_never_the_same() =>
        Assert.Equal((64, 20), (ClientInvitation.NewToken().Length, Enumerable.Range(0, 20).Select(_ => ClientInvitation.NewToken()).Distinct().Count()));

    [Fact]
    public void One_task_that_ends_does_not_end_the_others()
    {
        IReadOnlyList<string> words = ClientProcesses.SrunWords(s_program, 4, ["--nodes=2"], isInJob: true);
        Assert.Equal(["srun", "--ntasks=4", "--export=ALL", "--input=none", "--kill-on-bad-exit=0", "--wait=0", "--overlap", "--nodes=2", "loadgen", "bench"], words);
        Assert.DoesNotContain("--overlap", ClientProcesses.SrunWords(s_program, 4, [], isInJob: false));
    }

    [Fact]
    public void A_program_that_cannot_be_started_is_named()
    {
        var command = new ClientCommand(["/nowhere/loadgen"], new ClientInvitation([new DnsEndPoint("127.0.0.1", 1)], Together.Token, null));
        Assert.Contains("'/nowhere/loadgen' cannot be started", Assert.Throws<ClientException>(() => ClientProcesses.Local(command, 2)).Message, StringComparison.Ordinal);
    }

    private static ClientInvitation? Read(params (string Name, string? Value)[] changes)
    {
        var variables = new Dictionary<string, string?> { [ClientInvitation.AddressVariable] = "node1:7700", [ClientInvitation.TokenVariable] = Together.Token };
        foreach ((string name, string? value) in changes)
        {
            variables[name] = value;
        }

        return ClientInvitation.Read(name => variables.GetValueOrDefault(name));
    }
}
