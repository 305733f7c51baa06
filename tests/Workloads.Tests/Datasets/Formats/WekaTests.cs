using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Tests.Datasets.Formats;

public class WekaTests
{
    private const string Good = """{"id":"g","requests":[{"t":0,"in":1,"out":1}]}""";

    private const string Session = """
        {"id": "trace_1", "models": ["big", "small"], "block_size": 64, "hash_id_scope": "SCOPE", "tool_tokens": 0, "requests": [
          {"t": 0.0, "type": "s", "model": "big", "in": 130, "out": 20, "hash_ids": [1, 2, 3], "api_time": 2.0, "ttft": 0.5, "stop": "tool_use"},
          {"t": 3.5, "type": "subagent", "agent_id": "a1", "requests": [
            {"t": 4.0, "type": "n", "in": 64, "out": 0, "hash_ids": [9], "api_time": 1.0},
            {"t": 6.0, "type": "n", "in": 128, "out": 5, "hash_ids": [9, 10], "api_time": 1.0}]},
          {"t": 3.6, "type": "subagent", "agent_id": "empty", "requests": []},
          {"t": 10.0, "type": "s", "in": 200, "out": 30, "hash_ids": [1, 2, 3, 4], "think_time": 0.5},
          {"t": 11.0, "type": "s", "in": 210, "out": 30, "hash_ids": [1, 2, 3, 4], "think_time": 0.25}]}
        """;

    [Fact]
    public void A_session_and_its_subagents_are_conversations_of_one_group()
    {
        List<Conversation> read = TempDataset.Read(Session.Replace("SCOPE", "global", StringComparison.Ordinal), name: "trace.json");
        Assert.Equal(["trace_1", "trace_1::sa:1"], read.Select(c => c.Id));
        Assert.All(read, c => Assert.Equal("trace_1", c.Group));

        IReadOnlyList<ConversationTurn> main = read[0].Turns;
        Assert.Equal([130, 200, 210], main.Select(turn => turn.InputTokens));
        Assert.Equal([20, 30, 30], main.Select(turn => turn.OutputTokens));
        Assert.Equal([1L, 2, 3, 4], main[1].BlockHashes.ToArray());
        Assert.All(main, turn => Assert.Equal(64, turn.BlockTokens));

        // From the answer's end; where that is not recorded, as long as the user thought.
        Assert.Equal([null, 8_000_000_000L, 250_000_000L], main.Select(turn => turn.DelayNs));
        Assert.Equal([0L, 10_000_000_000L, 11_000_000_000L], main.Select(turn => turn.OffsetNs));

        IReadOnlyList<ConversationTurn> agent = read[1].Turns;
        Assert.Equal([1, 5], agent.Select(turn => turn.OutputTokens));
        Assert.Equal([null, 1_000_000_000L], agent.Select(turn => turn.DelayNs));
        Assert.Equal([9L, 10], agent[1].BlockHashes.ToArray());
    }

    [Fact]
    public void Local_hashes_mean_the_same_within_a_session_and_nothing_in_another()
    {
        string line = Session.Replace("SCOPE", "local", StringComparison.Ordinal).ReplaceLineEndings("");
        List<Conversation> read = TempDataset.Read(line + "\n" + line.Replace("trace_1", "trace_2", StringComparison.Ordinal));
        Assert.Equal(["trace_1", "trace_1::sa:1", "trace_2", "trace_2::sa:1"], read.Select(c => c.Id));
        long[] first = read[0].Turns[0].BlockHashes.ToArray();
        Assert.Equal(first, read[0].Turns[1].BlockHashes.ToArray()[..3]);
        Assert.Empty(first.Intersect(read[2].Turns[0].BlockHashes.ToArray()));
    }

    [Fact]
    public void Gaps_are_capped_and_sped_up()
    {
        Conversation read = TempDataset.Read(
            Session, name: "trace.json", options: new DatasetOptions { Time = new TimeScale { LongestGap = TimeSpan.FromSeconds(4), Speedup = 2 } })[0];
        Assert.Equal([null, 2_000_000_000L, 125_000_000L], read.Turns.Select(turn => turn.DelayNs));
    }

    [Fact]
    public void A_limit_counts_conversations_and_a_session_of_subagents_only_has_no_main_one()
    {
        Assert.Single(TempDataset.Read(Session, name: "trace.json", options: new DatasetOptions { Limit = 1 }));
        Conversation read = Assert.Single(TempDataset.Read("""{"id":"x","requests":[{"t":0,"type":"subagent","requests":[{"t":0,"in":1,"out":1}]}]}"""));
        Assert.Equal("x::sa:1", read.Id);
    }

    [Theory]
    [InlineData("""{"id":"x"}""", "requests is missing; a record is {\"id\", \"block_size\"")]
    [InlineData("""{"requests":{}}""", "requests is an object; it must be an array")]
    [InlineData("""{"requests":[7]}""", "requests[0]: a request is '7'; it must be an object")]
    [InlineData("""{"requests":[{"in":1,"out":1}]}""", "requests[0]: t is missing")]
    [InlineData("""{"requests":[{"t":1,"out":1}]}""", "requests[0]: in is missing")]
    [InlineData("""{"requests":[{"t":1,"in":1}]}""", "requests[0]: out is missing")]
    [InlineData("""{"requests":[{"t":-1,"in":1,"out":1}]}""", "requests[0]: t is '-1'; it must be seconds, 0 to 9007199")]
    [InlineData("""{"requests":[{"t":0,"in":0,"out":1}]}""", "requests[0]: in is '0'; it must be a whole number of tokens, 1 to")]
    [InlineData("""{"requests":[{"t":0,"in":1,"out":1,"hash_ids":[0.5]}]}""", "requests[0]: hash_ids holds '0.5'; it must hold whole numbers")]
    [InlineData("""{"requests":[{"t":0,"type":"subagent","requests":[{"t":0}]}]}""", "requests[0]: requests[0]: in is missing")]
    public void A_malformed_record_is_named_with_what_would_be_right(string line, string problem) =>
        TempDataset.AssertProblem(DatasetFormat.Weka, Good, line, problem);
}
