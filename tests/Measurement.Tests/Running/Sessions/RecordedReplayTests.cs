using System.Text.Json;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running.Sessions;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Simulation;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Tests.Running.Sessions;

/// <summary>An hour of agents' sessions as block hashes, replayed much faster: lengths, order, gaps, and what the cache had.</summary>
public class RecordedReplayTests
{
    private const double Speedup = 6000;

    [Fact]
    public async Task Sessions_of_an_hour_keep_lengths_order_and_gaps()
    {
        using var dataset = new SessionDataset(null, new TimeScale { Speedup = Speedup }, Enumerable.Range(0, 40).Select(Session));
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast with { CachedPrefix = true });
        var options = dataset.Options(engine.Url, "completions", change: s => s with
        {
            Starts = SessionStarts.Recorded,
            Prompts = s.Prompts with { OutputTokens = null },
        }) with { Concurrency = null, Loops = 2 };
        BenchResult result = await Bench.RunAsync(options);

        Assert.Equal((240, 240, 40L), (result.Totals.Requested, result.Totals.Completed, result.Totals.Sessions.Completed));
        foreach (IGrouping<string, JsonElement> session in result.Records.GroupBy(r => r.GetProperty("session").GetString()!))
        {
            Conversation conversation = dataset.Source.Read(int.Parse(session.Key, System.Globalization.CultureInfo.InvariantCulture));
            JsonElement[] turns = [.. session.OrderBy(r => r.GetProperty("send_s").GetDouble())];
            Assert.Equal(conversation.StartNs!.Value / 1e9, turns[0].GetProperty("intended_s").GetDouble(), 1e-9);
            for (int i = 0; i < turns.Length; i++)
            {
                ConversationTurn turn = conversation.Turns[i];
                Assert.Equal((i + 1, turn.InputTokens, turn.OutputTokens), (turns[i].GetProperty("turn").GetInt32(), turns[i].GetProperty("input_tokens").GetInt32(), turns[i].GetProperty("output_tokens").GetInt32()));
                Assert.True(i == 0 || turns[i].GetProperty("send_s").GetDouble() >= turns[i - 1].GetProperty("end_s").GetDouble() + (turn.DelayNs!.Value / 1e9) - 1e-9);
            }
        }

        CacheInfo cache = CacheInfo.Of(result.Totals.Cache, TheoreticalReuse.Of(dataset.Source, result.Totals.Sessions));
        Assert.Equal((240L, 64), (cache.Requests, cache.TheoreticalBlockTokens));
        Assert.InRange(cache.TheoreticalHitRate!.Value, 0.5, 0.9);

        // The engine sees prompts in the order of their arrival, which is nearly that of their sends.
        Assert.InRange(cache.HitRate!.Value, cache.TheoreticalHitRate.Value - 0.05, cache.TheoreticalHitRate.Value + 0.05);
    }

    // 6 turns that each add blocks to the same prompt, with 10 minutes between starts of every second one and gaps up to 50 s.
    private static string Session(int number)
    {
        var hashes = new List<int>([1, 2, 3]);
        var turns = new List<string>();
        for (int t = 0; t < 6; t++)
        {
            hashes.AddRange(Enumerable.Range(0, 2 + (t % 2)).Select(i => (number * 1000) + (t * 10) + i + 100));
            string when = t == 0 ? $"\"timestamp\":{number * 90_000}" : $"\"delay\":{((number + t) % 6) * 10_000}";
            turns.Add($$"""{"hash_ids":[{{string.Join(',', hashes)}}],"input_tokens":{{(hashes.Count * 64) + number}},"output_tokens":{{2 + ((number + t) % 5)}},{{when}}}""");
        }

        return $$"""{"session_id":"{{number}}","block_size":64,"turns":[{{string.Join(',', turns)}}]}""";
    }
}
