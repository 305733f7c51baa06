using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Tests.Datasets.Formats;

public class SessionsTests
{
    private const string Good = """{"turns":["q"]}""";

    [Fact]
    public void Turns_have_texts_answers_gaps_and_lengths()
    {
        Conversation read = Assert.Single(TempDataset.Read(
            """
            {"session_id": "s1", "group": "g", "tools": [1], "turns": [{"role": "system", "text": "terse"}, "bare", {"text": "b", "answer": "B", "delay": 2500, "output_length": 7}, {"messages": [{"role": "tool", "tool_call_id": "c", "content": "42"}], "answer": {"role": "assistant", "content": "done", "tool_calls": []}, "delay_ms": 100, "input_tokens": 30}]}
            """));
        Assert.Equal(("s1", "g", "[1]"), (read.Id, read.Group, TempDataset.Utf8(read.ToolsJson)));
        Assert.Equal(["System: terse | User: bare", "User: b => B", "Tool: 42 => done"], TempDataset.Show(read));
        Assert.Equal([null, 2_500_000_000L, 100_000_000L], read.Turns.Select(turn => turn.DelayNs));
        Assert.Equal([null, 7, null], read.Turns.Select(turn => turn.OutputTokens));
        Assert.Equal([null, null, 30], read.Turns.Select(turn => turn.InputTokens));
        Assert.Equal("""{"role": "tool", "tool_call_id": "c", "content": "42"}""", TempDataset.Utf8(read.Turns[2].MessagesJson));
        Assert.StartsWith("""{"role": "assistant", "content": "done",""", TempDataset.Utf8(read.Turns[2].RecordedAnswerJson), StringComparison.Ordinal);
    }

    [Fact]
    public void Timestamps_say_when_the_conversation_begins_and_when_each_turn_was_recorded()
    {
        Conversation read = Assert.Single(TempDataset.Read(
            """{"turns":[{"text":"a","timestamp":1000},{"text":"b","timestamp":4000}]}""", options: new DatasetOptions { Time = new TimeScale { Speedup = 2 } }));
        Assert.Equal(500_000_000, read.StartNs);
        Assert.Equal([0L, 1_500_000_000L], read.Turns.Select(turn => turn.OffsetNs));
    }

    [Fact]
    public void Turns_may_be_block_hashes_and_lengths()
    {
        using var file = new TempDataset("""{"session_id":1,"turns":[{"hash_ids":[1,2],"input_tokens":40,"output_tokens":5},{"hash_ids":[1,2,18446744073709551615],"input_tokens":48}],"block_size":16}""");
        using ConversationSource source = file.Open();
        Conversation read = source.Read(0);
        Assert.Equal(PromptContent.TokenIds, source.Content);
        Assert.Equal([1L, 2L], read.Turns[0].BlockHashes.ToArray());
        Assert.Equal([1L, 2L, -1L], read.Turns[1].BlockHashes.ToArray());
        Assert.Equal([16, 16], read.Turns.Select(turn => turn.BlockTokens));
        Assert.Empty(read.Turns[0].Messages);
    }

    [Theory]
    [InlineData("""{"session_id":"x"}""", "turns is missing; a record is {\"session_id\", \"turns\":")]
    [InlineData("""{"turns":{}}""", "turns is an object; it must be an array of turns")]
    [InlineData("""{"turns":["a",7]}""", "turns[1]: a turn is '7'; it must be a text or an object")]
    [InlineData("""{"turns":["a",{"delay":5}]}""", "turns[1]: text is missing; a turn has text, messages, or input_tokens with hash_ids")]
    [InlineData("""{"turns":[{"hash_ids":[1]}]}""", "turns[0]: input_tokens is missing; a turn of hash_ids has it")]
    [InlineData("""{"turns":[{"hash_ids":["a"],"input_tokens":1}]}""", "turns[0]: hash_ids holds 'a'; it must hold whole numbers of 64 bits")]
    [InlineData("""{"turns":[{"hash_ids":[1e30],"input_tokens":1}]}""", "turns[0]: hash_ids holds '1e30'; it must hold whole numbers of 64 bits")]
    [InlineData("""{"turns":[{"hash_ids":7,"input_tokens":1}]}""", "turns[0]: hash_ids is '7'; it must be an array of block ids")]
    [InlineData("""{"turns":["a",{"input_tokens":5}]}""", "turns[1]: a turn without text after turns with it; a dataset has one or the other")]
    [InlineData("""{"turns":[{"input_tokens":5}]}""", "turns without text after records with it; a dataset has one or the other")]
    [InlineData("""{"turns":[{"role":"assistant","text":"a"}]}""", "turns[0]: role is 'assistant'; what the model said stands in the answer")]
    [InlineData("""{"turns":["a",{"text":"b","timestamp":5}]}""", "turns[1]: timestamp is 5 although the first turn has none")]
    [InlineData("""{"turns":[{"text":"a","timestamp":9},{"text":"b","timestamp":5}]}""", "turns[1]: timestamp lies before the first turn's")]
    [InlineData("""{"turns":["a"],"block_size":0}""", "block_size is '0'; it must be a whole number of tokens")]
    [InlineData("""{"turns":[{"messages":[{"role":"user"}]}]}""", "turns[0]: messages[0]: content is missing")]
    public void A_malformed_record_is_named_with_what_would_be_right(string line, string problem) =>
        TempDataset.AssertProblem(DatasetFormat.Sessions, Good, line, problem);
}
