using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Tests.Datasets.Formats;

public class CustomTests
{
    private const string Good = """{"prompt":"q"}""";

    [Fact]
    public void VLLMs_and_AIPerfs_lines_are_taken()
    {
        List<Conversation> read = TempDataset.Read(
            """
            {"prompt": "What is the capital of India?", "output_tokens": 10}
            {"prompt": "short", "output_tokens": 42.0}
            {"text": "from AIPerf", "output_length": 50, "timestamp": 1500.5, "delay": 20, "session_id": "s", "extra": {"top_p": 1}}
            {"system": "be brief", "prompt": "with instructions", "answer": "yes", "input_tokens": 9, "tenant": "t"}
            {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}], "output_len": 5}
            """);
        Assert.Equal(["0", "1", "s", "3", "4"], read.Select(c => c.Id));
        Assert.Equal([10, 42, 50, null, 5], read.Select(c => c.Turns[0].OutputTokens));
        Assert.Equal((1_500_500_000L, 20_000_000L, null), (read[2].StartNs, read[2].Turns[0].DelayNs, read[2].Turns[0].OffsetNs));
        Assert.Equal(["System: be brief | User: with instructions => yes"], TempDataset.Show(read[3]));
        Assert.Equal((9, "t"), (read[3].Turns[0].InputTokens, read[3].Group));
        Assert.Equal(["User: a | Assistant: b | User: c"], TempDataset.Show(read[4]));
    }

    [Fact]
    public void Time_is_compressed_where_it_is_read()
    {
        Conversation read = Assert.Single(TempDataset.Read(
            """{"text":"q","timestamp":60000,"delay":6000}""", options: new DatasetOptions { Time = new TimeScale { Speedup = 60, LongestGap = TimeSpan.FromSeconds(3) } }));
        Assert.Equal((1_000_000_000L, 50_000_000L), (read.StartNs, read.Turns[0].DelayNs));
    }

    [Theory]
    [InlineData("""{"output_tokens":5}""", "prompt is missing; a record is {\"prompt\": text")]
    [InlineData("""{"prompt":["a"]}""", "prompt is an array; it must be a string")]
    [InlineData("""{"prompt":"a","messages":[{"role":"user","content":"b"}]}""", "both a text and messages; one of the two must be there")]
    [InlineData("""{"system":"s","messages":[{"role":"user","content":"b"}]}""", "system beside messages; put it into the messages")]
    [InlineData("""{"prompt":"a","output_tokens":-1}""", "output_tokens is '-1'; it must be a whole number of tokens")]
    [InlineData("""{"prompt":"a","delay":-1}""", "delay is '-1'; it must be milliseconds, 0 to")]
    [InlineData("""{"prompt":"a","timestamp":1e300}""", "timestamp is '1e300'; it must be milliseconds")]
    [InlineData("""{"texts":["a","b"]}""", "texts cannot be sent; a turn has one text, or messages with parts")]
    [InlineData("""{"prompt":"a","answer":7}""", "answer is '7'; it must be a text or an assistant's message")]
    [InlineData("""{"prompt":"a","id":{}}""", "id is an object; it must be a string or a number")]
    public void A_malformed_record_is_named_with_what_would_be_right(string line, string problem) =>
        TempDataset.AssertProblem(DatasetFormat.Custom, Good, line, problem);
}
