using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Tests.Datasets.Formats;

public class ShareGptTests
{
    private const string Good = """{"id":"g","conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}""";

    [Fact]
    public void Turns_are_made_of_questions_and_recorded_answers()
    {
        List<Conversation> read = TempDataset.Read(
            """
            [{"id": "one", "conversations": [
                {"from": "system", "value": "be brief"},
                {"from": "human", "value": "caf\u00e9?"},
                {"from": "gpt", "value": "yes"},
                {"from": "human", "value": "more"},
                {"from": "gpt", "value": "no", "markdown": null},
                {"from": "user", "value": "unanswered"}]},
             {"conversations": [{"value": "second", "from": "human"}], "extra": {"x": [1]}}]
            """, name: "d.json");
        Assert.Equal(["one", "1"], read.Select(c => c.Id));
        Assert.Equal(["System: be brief | User: café? => yes", "User: more => no", "User: unanswered"], TempDataset.Show(read[0]));
        Assert.Equal(["User: second"], TempDataset.Show(read[1]));
        Assert.Null(read[0].Turns[0].OutputTokens);
        Assert.True(read[0].Turns[0].MessagesJson.IsEmpty);
    }

    [Fact]
    public void What_the_model_says_first_is_dropped_and_what_it_says_twice_goes_on_to_the_next_turn()
    {
        List<Conversation> read = TempDataset.Read(
            """
            {"conversations":[{"from":"gpt","value":"hello"},{"from":"human","value":"q"},{"from":"gpt","value":"a"},{"from":"gpt","value":"b"},{"from":"human","value":"r"},{"from":"gpt","value":"c"},{"from":"gpt","value":"d"}]}
            """);
        Assert.Equal(["User: q => a", "Assistant: b | User: r => c"], TempDataset.Show(read[0]));
    }

    [Fact]
    public void Records_without_a_question_are_no_conversations_and_are_counted()
    {
        using var file = new TempDataset($$"""[{"id":"e","conversations":[]}, {"id":"m","conversations":[{"from":"gpt","value":"x"}]}, {{Good}}]""", "d.json");
        using ConversationSource source = file.Open();
        Assert.Equal((1, 2L), (source.Count, source.Facts.EmptyRecords));
        Assert.Equal("g", source.Read(0).Id);
    }

    [Theory]
    [InlineData("""{"id":"x"}""", "conversations is missing; a record is {\"id\", \"conversations\":")]
    [InlineData("""{"conversations":{}}""", "conversations is an object; it must be an array of messages")]
    [InlineData("""{"conversations":["x"]}""", "conversations[0]: a message is 'x'; it must be {\"from\", \"value\"}")]
    [InlineData("""{"conversations":[{"from":"human","value":"q"},{"from":"robot","value":"a"}]}""", "conversations[1]: from is 'robot'; it must be system, user, assistant or tool, or ShareGPT's human or gpt")]
    [InlineData("""{"conversations":[{"from":"human"}]}""", "conversations[0]: value is missing; a message is")]
    [InlineData("""{"conversations":[{"value":"q"}]}""", "conversations[0]: from is missing; a message is")]
    [InlineData("""{"conversations":[{"from":7,"value":"q"}]}""", "conversations[0]: from is '7'; it must be a string")]
    [InlineData("""{"conversations":[{"from":"human","value":7}]}""", "conversations[0]: value is '7'; it must be a string or an array of parts")]
    [InlineData("""{"conversations":[{"from":"human","value":"\ud800"}]}""", "a text with half a surrogate pair")]
    [InlineData("""{"id":[1],"conversations":[]}""", "id is an array; it must be a string or a number")]
    [InlineData("""{"conversations":[],"conversations":[]}""", "conversations comes twice")]
    [InlineData("""{"conversations":[{"from":"human","value":"q"}]""", "not valid JSON at byte 48")]
    [InlineData("[1]", "a JSON value that is not an object; a record is")]
    [InlineData("nonsense", "not valid JSON at byte 2: 'nonsense'; a record is")]
    public void A_malformed_record_is_named_with_what_would_be_right(string line, string problem) =>
        TempDataset.AssertProblem(DatasetFormat.ShareGpt, Good, line, problem);

    [Fact]
    public void A_malformed_element_of_an_array_is_named_by_its_line_and_can_be_skipped()
    {
        using var file = new TempDataset($"[\n{Good},\n{{\"conversations\": 7}},\n{Good}\n]", "d.json");
        Assert.Equal(3, Assert.Throws<DatasetFormatException>(() => file.Open()).Line);
        using ConversationSource source = file.Open(new DatasetOptions { OnBadLine = OnBadLine.Skip });
        Assert.Equal((2, 1L), (source.Count, source.Facts.BadRecords));
    }

    [Fact]
    public void An_array_that_is_cut_off_is_refused_even_where_bad_records_are_skipped()
    {
        using var file = new TempDataset($"[{Good},\n{Good[..30]}", "d.json");
        var error = Assert.Throws<DatasetFormatException>(() => file.Open(new DatasetOptions { OnBadLine = OnBadLine.Skip }));
        Assert.Equal((2L, "the file ends inside a record; it is cut off"), (error.Line, error.Problem));
    }
}
