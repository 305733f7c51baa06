using System.Text;
using System.Text.Json;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Datasets.Inspection;

namespace LoadGen.Workloads.Tests.Datasets.Inspection;

public class DatasetInspectorTests
{
    [Fact]
    public void Text_is_measured_with_its_history_and_estimated_without_a_tokenizer()
    {
        DatasetReport report = Inspect(
            """
            {"session_id":"a","group":"x","turns":[{"text":"12345678","answer":"1234"},{"text":"éééé","delay":1000,"output_tokens":9}]}
            {"session_id":"b","group":"x","tools":[1],"turns":["1"]}
            """);
        Assert.Equal((2, 3L, 1, 1, 1L), (report.Conversations, report.Turns, report.Groups, report.WithTools, report.RecordedAnswers));
        Assert.Equal((1L, 4L, 7L), (report.InputTokens.Values.Min, report.InputTokens.Values.Max, report.InputTokens.Sum));
        Assert.Equal((LengthBasis.Estimated, 8L + 16 + 1), (report.InputTokens.Basis, report.InputCharacters.Sum));
        Assert.Equal((LengthBasis.Mixed, 1L + 9), (report.OutputTokens.Basis, report.OutputTokens.Sum));
        Assert.Equal((1L, 2L), (report.TurnsPerConversation.Values.Min, report.TurnsPerConversation.Values.Max));
        Assert.Equal((1L, 1000L), (report.GapsMs.Values.TotalCount, report.GapsMs.Sum));
        Assert.Null(report.DurationS);
    }

    [Fact]
    public void A_tokenizer_takes_the_estimates_place()
    {
        DatasetReport report = Inspect("""{"prompt":"three little words","answer":"two words"}""", new InspectOptions { Counter = new WordCounter() });
        Assert.Equal((LengthBasis.Counted, 3L, 2L), (report.InputTokens.Basis, report.InputTokens.Sum, report.OutputTokens.Sum));
    }

    [Fact]
    public void Later_turns_find_what_earlier_ones_said()
    {
        string text = new('x', 4000);
        DatasetReport report = Inspect($$"""{"turns":[{"text":"{{text}}","answer":"{{text}}"},{"text":"{{text}}"}]}""", new InspectOptions { BlockTokens = 16 });

        // 64 bytes a block: 4,002 bytes are 62 blocks, and with the answer and the next question 12,006 bytes are 187.
        Assert.Equal((62L, 0L), (report.FirstTurns.Blocks, report.FirstTurns.HitBlocks));
        Assert.Equal((187L, 62L), (report.LaterTurns.Blocks, report.LaterTurns.HitBlocks));
    }

    [Fact]
    public void Blocks_of_a_dataset_can_be_put_together_and_not_be_cut()
    {
        const string Text = """
            {"block_size":16,"turns":[{"hash_ids":[1,2,3,4,5],"input_tokens":80}]}
            {"block_size":16,"turns":[{"hash_ids":[1,2,3,4,6],"input_tokens":80}]}
            {"block_size":16,"turns":[{"hash_ids":[1,2,3,7,8],"input_tokens":80}]}
            """;
        Assert.Equal((15L, 7L, 112L), Reuse(Text, 16));
        Assert.Equal((6L, 3L, 96L), Reuse(Text, 32));
        Assert.Equal((3L, 1L, 64L), Reuse(Text, 64));
        Assert.Equal((15L, 7L, 112L), Reuse(Text, null));
        Assert.Equal("The block size is 24 tokens, and the dataset's blocks have 16; it must be a multiple of them.", Assert.Throws<ArgumentException>(() => Reuse(Text, 24)).Message);
    }

    [Fact]
    public void Hashes_past_the_prompts_end_mean_nothing()
    {
        DatasetReport report = Inspect(TestData.MooncakeLine(0, 513, 1, 1, 2, 3) + TestData.MooncakeLine(1, 513, 1, 1, 2, 3));
        Assert.Equal((4L, 2L, 513L), (report.Cache!.Blocks, report.Cache.HitBlocks, report.Cache.HitTokens));
    }

    [Fact]
    public void A_bounded_cache_finds_less_the_more_sessions_are_live_at_once()
    {
        string Session(int first) => $$"""{"block_size":1,"turns":[{"hash_ids":[{{first}}],"input_tokens":1},{"hash_ids":[{{first}}],"input_tokens":1}]}""";
        string text = string.Join('\n', Enumerable.Range(0, 8).Select(Session));
        long Hits(int live) => Inspect(text, new InspectOptions { LiveSessions = live, CacheTokens = [4] }).Cache!.Caches[0].HitTokens;
        Assert.Equal(8, Hits(1));
        Assert.Equal(8, Hits(4));
        Assert.Equal(0, Hits(8));
    }

    [Fact]
    public void Recorded_starts_fix_the_order_whatever_sessions_are_live()
    {
        const string Text = """
            {"timestamp": 0, "session_id": "a", "input_length": 1, "output_length": 1, "hash_ids": [1]}
            {"timestamp": 100, "session_id": "b", "input_length": 1, "output_length": 1, "hash_ids": [2]}
            {"timestamp": 300, "session_id": "a", "input_length": 1, "output_length": 1, "hash_ids": [2]}
            {"timestamp": 2000, "session_id": "b", "input_length": 1, "output_length": 1, "hash_ids": [1]}
            """;
        DatasetReport report = Inspect(Text);
        Assert.Equal((2L, 2.0, null), (report.Cache!.HitBlocks, report.DurationS, report.LiveSessions));
        Assert.Equal((1L, 0L), (report.Cache.ReuseDistances.Max, report.Cache.ReuseDistances.Min));
        Assert.Equal((1L, 100L), (report.StartGapsMs.Values.TotalCount, report.StartGapsMs.Sum));
    }

    [Fact]
    public void The_real_trace_of_Mooncake_is_inspected_as_any_other()
    {
        using ConversationSource source = DatasetFile.Open(TestData.PathOf("mooncake_50.jsonl"));
        DatasetReport report = DatasetInspector.Inspect(source);
        Assert.Equal((50, 50L, 512), (report.Conversations, report.Turns, report.Cache!.BlockTokens));
        Assert.Equal(LengthBasis.Recorded, report.InputTokens.Basis);
        Assert.InRange(report.Cache.HitRate, 0.01, 0.99);
    }

    [Fact]
    public void Without_hashes_and_text_nothing_is_said_of_reuse()
    {
        using ConversationSource source = DatasetFile.Open(TestData.PathOf("azure_2023_50.csv"));
        DatasetReport report = DatasetInspector.Inspect(source);
        Assert.Equal((50, null), (report.Conversations, report.Cache));
        Assert.True(Json(report).RootElement.GetProperty("prefix_cache").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public void The_report_as_JSON_has_the_same_figures()
    {
        DatasetReport report = Inspect("""{"turns":[{"text":"12345678"},{"text":"b","delay":5}]}""", new InspectOptions { CacheTokens = [1000] });
        JsonElement json = Json(report).RootElement;
        Assert.Equal("sessions", json.GetProperty("format").GetString());
        Assert.Equal(2, json.GetProperty("turns").GetInt32());
        Assert.Equal("characters / 4", json.GetProperty("input_tokens").GetProperty("basis").GetString());
        Assert.Equal(5, json.GetProperty("gap_ms").GetProperty("p99").GetInt64());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("output_tokens").ValueKind);
    }

    [Fact]
    public void An_inspection_can_be_ended()
    {
        using var file = new TempDataset("""{"prompt":"q"}""");
        using ConversationSource source = file.Open();
        Assert.Throws<OperationCanceledException>(() => DatasetInspector.Inspect(source, cancellation: new CancellationToken(canceled: true)));
    }

    private static DatasetReport Inspect(string text, InspectOptions? options = null)
    {
        using var file = new TempDataset(text);
        using ConversationSource source = file.Open();
        return DatasetInspector.Inspect(source, options);
    }

    private static (long, long, long) Reuse(string text, int? blockTokens)
    {
        DatasetReport report = Inspect(text, new InspectOptions { BlockTokens = blockTokens });
        return (report.Cache!.Blocks, report.Cache.HitBlocks, report.Cache.HitTokens);
    }

    private static JsonDocument Json(DatasetReport report)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            DatasetReportJson.Write(report, writer);
        }

        return JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
    }

    private sealed class WordCounter : ITokenCounter
    {
        public int Count(ReadOnlySpan<byte> utf8) => utf8.Count((byte)' ') + 1;
    }
}
