using System.Text.Json;
using System.Text.Json.Nodes;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Checking;

/// <summary><c>check --find-max</c> against an endpoint that serves a known number of requests at once.</summary>
public sealed class SearchTests : IDisposable
{
    private const int Room = 6;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_highest_concurrency_is_found_and_a_search_goes_on_where_it_ended()
    {
        await using ScriptedServer server = Crowded();
        Finished search = (await SearchAsync(server)).Exits(Loadgen.Ok);
        Assert.Contains($"promise holds up to {Room} requests at once and no longer at {Room + 1}", search.Stdout, StringComparison.Ordinal);
        JsonElement found = Search();
        Assert.Equal(("exact", Room, Room + 1), (found.GetProperty("end").GetString(), found.GetProperty("highest_pass").GetInt32(), found.GetProperty("lowest_fail").GetInt32()));
        Assert.True(found.GetProperty("goodput_rps").GetDouble() > 0);
        Assert.Equal([2, 4, 8, 6, 7], found.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("level").GetInt32()));
        Assert.All(found.GetProperty("steps").EnumerateArray(), step => new RunFiles(Path.Combine(_folder["out"], step.GetProperty("folder").GetString()!)).AssertAddsUp());

        // Broken off after three steps, it makes the two that are missing.
        int asked = server.Exchanges.Count;
        JsonNode cut = JsonNode.Parse(File.ReadAllText(_folder["out/search.json"]))!;
        cut["steps"] = new JsonArray([.. cut["steps"]!.AsArray().Take(3).Select(step => step!.DeepClone())]);
        File.WriteAllText(_folder["out/search.json"], cut.ToJsonString());
        (await SearchAsync(server)).Exits(Loadgen.Usage).Says("already holds a search", "--resume");
        (await SearchAsync(server, "--resume")).Exits(Loadgen.Ok);
        Assert.Equal([2, 4, 8, 6, 7], Search().GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("level").GetInt32()));
        Assert.InRange(server.Exchanges.Count - asked, 1, asked - 1);
        (await SearchAsync(server, "--resume", "--precision", "0.5")).Exits(Loadgen.Usage).Says("--resume", "the precision 0.05");
    }

    [Fact]
    public async Task Where_the_lowest_level_fails_the_search_fails()
    {
        await using ScriptedServer server = Crowded();
        (await SearchAsync(server, "--from", "9", "--to", "20")).Exits(Loadgen.Failed);
        Assert.Equal("fails_everywhere", Search().GetProperty("end").GetString());
        Assert.Equal(9, Search().GetProperty("lowest_fail").GetInt32());
    }

    [Theory]
    [InlineData("concurrency", "{ concurrency: 2, isl: 4, osl: 3, warmup: 0, requests: 40 }")]
    [InlineData("rate", "{ rate: 200, isl: 4, osl: 3, warmup: 0, requests: 40 }")]
    public async Task Nobody_at_the_url_is_unreachable_and_no_level_fails_of_it(string variable, string load)
    {
        string file = _folder.File("sla.yaml", Sla.Under(load, ["metric: error_rate, max: 5%"]));
        (await Sla.CheckAsync(file, $"http://127.0.0.1:{ScriptedServer.ClosedPort()}", _folder["out"], "--find-max", variable))
            .Exits(Loadgen.Unreachable).Says("refused", "--resume");
        Assert.False(File.Exists(_folder["out/search.json"]));
    }

    // The first level passes, at the second the server dies.
    [Fact]
    public async Task A_server_that_dies_ends_the_search_as_unreachable_with_what_was_found()
    {
        ScriptedServer? dying = null;
        await using ScriptedServer server = dying = ScriptedServer.Start(async exchange =>
        {
            if (exchange.Number > 310)
            {
                dying!.Die();
            }

            await exchange.SendAsync(Answers.Stream(3));
        });
        (await SearchAsync(server, "--no-stop-early")).Exits(Loadgen.Unreachable).Says("step-02-concurrency-4", "--resume");
        Assert.Equal(("under_way", 2), (Search().GetProperty("end").GetString(), Search().GetProperty("highest_pass").GetInt32()));
        Assert.Equal([2], Search().GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("level").GetInt32()));
    }

    [Fact]
    public async Task What_cannot_be_searched_is_refused()
    {
        string file = _folder.File("sla.yaml", Sla.Text("metric: ttft, percentile: 90, max: 1s"));
        (await Sla.CheckAsync(file, "http://127.0.0.1:1", _folder["out"], "--find-max", "rate")).RefusesUsage("check", "is not made by a rate");
        (await Sla.CheckAsync(file, "http://127.0.0.1:1", _folder["out"], "--find-max", "concurrency", "--from", "9", "--to", "3")).RefusesUsage("check", "--from 9 --to 3");
        (await Sla.CheckAsync(file, "http://127.0.0.1:1", _folder["out"], "--precision", "0.1")).RefusesUsage("check", "--precision needs --find-max");
        (await Sla.CheckAsync(file, "http://127.0.0.1:1", _folder["out"], "--find-max", "concurrency", "--junit", _folder["x.xml"])).RefusesUsage("check", "--junit and --find-max exclude each other");
    }

    // Whoever comes while the house is full is sent away: with one stream more than there is room for, about every seventh is. Each stays long
    // enough for the others to be there.
    private static ScriptedServer Crowded()
    {
        int inside = 0;
        return ScriptedServer.Start(async exchange =>
        {
            try
            {
                bool isFull = Interlocked.Increment(ref inside) > Room;
                using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
                await timer.WaitForNextTickAsync();
                await exchange.SendAsync(isFull ? Answers.Error("503 Service Unavailable", "full") : Answers.Stream(3));
            }
            finally
            {
                Interlocked.Decrement(ref inside);
            }
        });
    }

    private Task<Finished> SearchAsync(ScriptedServer server, params string[] more) => Sla.CheckAsync(
        _folder.File("sla.yaml", Sla.Under("{ concurrency: 2, isl: 4, osl: 3, warmup: 0, requests: 300 }", ["metric: error_rate, max: 5%"])),
        server.Url, _folder["out"], ["--find-max", "concurrency", .. more]);

    private JsonElement Search() => JsonDocument.Parse(File.ReadAllText(_folder["out/search.json"])).RootElement;
}
