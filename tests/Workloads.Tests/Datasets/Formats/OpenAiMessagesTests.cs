using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Tests.Datasets.Formats;

public class OpenAiMessagesTests
{
    private const string Good = """{"messages":[{"role":"user","content":"q"}]}""";

    [Fact]
    public void Messages_with_tools_and_parts_are_kept_as_they_are()
    {
        const string System = """{"role":"system","content":"s"}""";
        const string Parts = """{"role": "user", "content": [{"type":"text","text":"what is "},{"type":"image_url","image_url":{"url":"data:,"}},{"type":"text","text":"this?"}]}""";
        const string Call = """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"look","arguments":"{}"}}]}""";
        const string Result = """{"role":"tool","tool_call_id":"c1","content":"a cat"}""";
        const string Tools = """[{"type":"function","function":{"name":"look"}}]""";
        Conversation read = Assert.Single(TempDataset.Read(
            $$"""{"messages":[{{System}}, {{Parts}},{{Call}},{{Result}}], "tools": {{Tools}}, "max_tokens": 77, "temperature": 0.5, "user": "u1"}"""));
        Assert.Equal("u1", read.Group);
        Assert.Equal(["System: s | User: what is this? => ", "Tool: a cat"], TempDataset.Show(read));
        Assert.Equal($"{System},{Parts}", TempDataset.Utf8(read.Turns[0].MessagesJson));
        Assert.Equal(Call, TempDataset.Utf8(read.Turns[0].RecordedAnswerJson));
        Assert.Equal(Result, TempDataset.Utf8(read.Turns[1].MessagesJson));
        Assert.Equal(Tools, TempDataset.Utf8(read.ToolsJson));
        Assert.Equal([null, 77], read.Turns.Select(turn => turn.OutputTokens));
    }

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("max_completion_tokens")]
    [InlineData("output_tokens")]
    public void The_length_asked_for_goes_by_several_names_and_is_the_last_turns(string name)
    {
        Conversation read = Assert.Single(TempDataset.Read($$"""{"{{name}}":9,"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"""));
        Assert.Equal(9, Assert.Single(read.Turns).OutputTokens);
    }

    [Fact]
    public void History_is_all_that_was_said_before_a_turn()
    {
        Conversation read = Assert.Single(TempDataset.Read(
            """{"messages":[{"role":"developer","content":"d"},{"role":"user","content":"1"},{"role":"assistant","content":"2"},{"role":"user","content":"3"}]}"""));
        var history = new List<LoadGen.Inference.ChatMessage>();
        read.AddHistory(1, history);
        Assert.Equal(["System: d", "User: 1", "Assistant: 2"], history.Select(TempDataset.Text));
    }

    [Theory]
    [InlineData("""{"max_tokens":5}""", "messages is missing; a record is {\"messages\":")]
    [InlineData("""{"messages":[{"role":"user","content":"q"}],"max_tokens":0}""", "max_tokens is '0'; it must be a whole number of tokens, 1 to 20000000")]
    [InlineData("""{"messages":[{"role":"user","content":"q"}],"max_tokens":"5"}""", "max_tokens is '5'; it must be a whole number")]
    [InlineData("""{"messages":[{"role":"user","content":"q"}],"max_tokens":1.5}""", "max_tokens is '1.5'; it must be a whole number")]
    [InlineData("""{"messages":[{"role":"user","content":[7]}]}""", "messages[0]: content holds '7'; a part is an object")]
    [InlineData("""{"messages":[{"role":"user","content":{}}]}""", "messages[0]: content is an object; it must be a string or an array of parts")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "messages[0]: content is missing")]
    [InlineData("""{"messages":[{"role":"user","content":"q"}]} x""", "not valid JSON at byte 46")]
    public void A_malformed_record_is_named_with_what_would_be_right(string line, string problem) =>
        TempDataset.AssertProblem(DatasetFormat.OpenAiMessages, Good, line, problem);
}
