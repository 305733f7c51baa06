using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Tests.Datasets.Formats;

public class TraceConversationsTests
{
    [Fact]
    public void Requests_of_a_trace_are_conversations_of_one_turn()
    {
        List<Conversation> read = TempDataset.Read(TestData.MooncakeLine(2000, 600, 10, 1, 2) + TestData.MooncakeLine(1000, 1024, 20, 1, 3));
        Assert.Equal([0L, 1_000_000_000L], read.Select(c => c.StartNs));
        ConversationTurn first = Assert.Single(read[0].Turns);
        Assert.Equal((1024, 20, 512), (first.InputTokens, first.OutputTokens, first.BlockTokens));
        Assert.Equal([1L, 3], first.BlockHashes.ToArray());
    }

    [Fact]
    public void Requests_of_one_session_are_one_conversation()
    {
        const string Text = """
            {"timestamp": 0, "session_id": "a", "input_length": 10, "output_length": 1}
            {"timestamp": 100, "session_id": "b", "input_length": 20, "output_length": 1}
            {"timestamp": 300, "session_id": "a", "input_length": 30, "output_length": 1}
            {"timestamp": 400, "input_length": 40, "output_length": 1}
            """;
        List<Conversation> read = TempDataset.Read(Text, options: new DatasetOptions { Time = new TimeScale { Speedup = 10 } });
        Assert.Equal(["10 30", "20", "40"], read.Select(c => string.Join(' ', c.Turns.Select(turn => turn.InputTokens))));
        Assert.Equal([0L, 10_000_000L, 40_000_000L], read.Select(c => c.StartNs));
        Assert.Equal([0L, 30_000_000L], read[0].Turns.Select(turn => turn.OffsetNs));
    }

    [Fact]
    public void Within_a_session_a_delay_may_stand_for_the_time()
    {
        const string Text = """
            {"timestamp": 1000, "session_id": "a", "input_length": 10, "output_length": 1}
            {"delay": 500, "session_id": "a", "input_length": 20, "output_length": 1}
            {"session_id": "a", "delay": 9000, "input_length": 30, "output_length": 1}
            """;
        var time = new TimeScale { LongestGap = TimeSpan.FromSeconds(4), Speedup = 2 };
        Conversation read = Assert.Single(TempDataset.Read(Text, options: new DatasetOptions { Time = time }));
        Assert.Equal([null, 250_000_000L, 2_000_000_000L], read.Turns.Select(turn => turn.DelayNs));
        Assert.Equal([0L, 250_000_000L, 4_750_000_000L], read.Turns.Select(turn => turn.OffsetNs));

        TempDataset.AssertProblem(
            DatasetFormat.Mooncake, TestData.MooncakeLine(0, 10, 1).Trim(), """{"delay":5,"session_id":"new","input_length":1,"output_length":1}""", "timestamp is missing; a line is");
        TempDataset.AssertProblem(
            DatasetFormat.Mooncake, TestData.MooncakeLine(0, 10, 1).Trim(), """{"delay":-5,"session_id":"new","input_length":1,"output_length":1}""", "delay is '-5'; it must be milliseconds after the session's answer before it");
    }

    [Fact]
    public void BurstGPTs_sessions_are_told_by_name_and_its_failed_requests_left_out()
    {
        const string Text = """
            Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type
            19440110.0,1722ac82,43,GPT-4,906,446,1352,Conversation log
            19440115.5,d5983bf9,2,ChatGPT,36,0,36,Conversation log
            19440192.0,1722ac82,8,GPT-4,1779,123,1902,Conversation log
            """;
        Conversation read = Assert.Single(TempDataset.Read(Text, name: "b.csv"));
        Assert.Equal([906, 1779], read.Turns.Select(turn => turn.InputTokens));
        Assert.Equal([0L, 82_000_000_000L], read.Turns.Select(turn => turn.OffsetNs));
    }

    [Fact]
    public void Bad_lines_of_traces_are_counted_like_any_others()
    {
        string good = TestData.MooncakeLine(0, 10, 1);
        TempDataset.AssertProblem(DatasetFormat.Mooncake, good.Trim(), """{"timestamp":0,"input_length":0,"output_length":1}""", "input_length is '0'; it must");
    }

    [Theory]
    [InlineData("x,GPT-4,1,1,2,API log", "Timestamp is 'x'; it must be seconds")]
    [InlineData("5,GPT-4,0,1,2,API log", "Request tokens is '0'; it must be a whole number of tokens, 1 to")]
    [InlineData("5,GPT-4,1,-1,2,API log", "Response tokens is '-1'; it must be a whole number of tokens, 0 to")]
    [InlineData("5,GPT-4", "2 fields in '5,GPT-4'; the header promises at least 4")]
    public void A_malformed_BurstGPT_line_is_named_with_what_would_be_right(string line, string problem)
    {
        using var file = new TempDataset($"Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,GPT-4,1,1,2,API log\n{line}\n", "b.csv");
        var error = Assert.Throws<DatasetFormatException>(() => file.Open());
        Assert.Equal(3, error.Line);
        Assert.StartsWith(problem, error.Problem, StringComparison.Ordinal);
    }
}
