using System.Net;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Runs;

/// <summary><c>--source-address</c>: where the server sees connections come from. All of 127/8 is a Linux host's own.</summary>
public sealed class SourceAddressTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Connections_take_the_addresses_in_turn(int loops)
    {
        const int Streams = 4;
        var allThere = new TaskCompletionSource();
        await using ScriptedServer server = ScriptedServer.Start(async exchange =>
        {
            // Answered together, so that every stream needs a connection of its own.
            if (exchange.Number == Streams)
            {
                allThere.SetResult();
            }

            await allThere.Task;
            await exchange.SendAsync(Answers.Stream(Bench.QuickTokens));
        });
        (await Loadgen.RunAsync(Bench.Quick(
            server.Url, _folder["run"],
            "--requests", $"{2 * Streams}", "--concurrency", $"{Streams}", "--loops", $"{loops}", "--source-address", "127.0.0.2,127.0.0.3"))).Exits(Loadgen.Ok);

        Assert.Equal(2 * Streams, new RunFiles(_folder["run"]).AssertAddsUp().Outcome("completed"));
        Assert.Equal(Streams, server.Connections);
        IEnumerable<IPAddress> sources = server.Exchanges.Select(e => e.Client).Distinct().Select(client => client.Address);
        Assert.Equal(["127.0.0.2", "127.0.0.2", "127.0.0.3", "127.0.0.3"], sources.Select(a => a.ToString()).Order());
    }

    [Fact]
    public async Task An_address_of_another_host_is_refused_before_anything_is_sent()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answers.Stream(Bench.QuickTokens));
        (await Loadgen.RunAsync(Bench.Quick(server.Url, _folder["run"], "--requests", "1", "--source-address", "127.0.0.2,203.0.113.9")))
            .RefusesUsage("bench", "--source-address 203.0.113.9 is not an address of this host", "fix: ip address add 203.0.113.9/32 dev lo");

        Assert.Equal(0, server.Connections);
        Assert.False(Directory.Exists(_folder["run"]));
    }
}
