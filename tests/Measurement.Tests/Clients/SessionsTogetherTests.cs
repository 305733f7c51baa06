using System.Text.Json;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Running.Sessions;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Simulation;

namespace LoadGen.Measurement.Tests.Clients;

public class SessionsTogetherTests
{
    [Fact]
    public async Task Sessions_are_shared_out_whole_and_added_up_as_one_run()
    {
        using var dataset = SessionDataset.OfText(sessions: 11, turns: 3, gapMs: 5);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast with { CachedPrefix = true });
        using var together = new Together(dataset.Options(engine.Url, concurrency: 5), clients: 2);
        Task<RunOutcome> run = together.CoordinateAsync();
        await Task.WhenAll(together.ClientAsync(0), together.ClientAsync(1), run);
        RunTotals totals = (await run).Measured!.Totals;

        Assert.Equal((33, 11, 33L), (totals.Completed, totals.Sessions.Completed, totals.Sessions.TurnsMade));
        Assert.Equal(["1", "2", "3-4"], totals.TtftBy.ByTurn.Select(b => b.Band));
        Assert.Equal(33, together.Records.Select(r => r.GetProperty("index").GetInt32()).Distinct().Count());
        SessionLoopTests.AssertOrder(together.Records, gapS: 0.005);
        foreach (IGrouping<string, JsonElement> session in together.Records.GroupBy(r => r.GetProperty("session").GetString()!))
        {
            int number = int.Parse(session.Key[1..], System.Globalization.CultureInfo.InvariantCulture);
            Assert.All(session, r => Assert.Equal(number % 5 % 2, r.GetProperty("client").GetInt32()));
        }
    }
}
