using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Tests.Datasets.Formats;

public class WildChatTests
{
    private const string Good = """{"conversation_hash":"h","conversation":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"language":"English"}""";

    [Fact]
    public void Rows_are_conversations_grouped_by_language()
    {
        Conversation read = Assert.Single(TempDataset.Read(
            """
            {"conversation_hash": "abc", "model": "gpt-4", "timestamp": "2023-04-09T00:02:53", "turn": 2, "conversation": [{"content": "你好", "role": "user", "language": "Chinese", "toxic": false}, {"content": "您好", "role": "assistant"}, {"content": "再见", "role": "user"}, {"content": "", "role": "assistant"}], "language": "Chinese", "openai_moderation": [{"categories": {"hate": false}}]}
            """));
        Assert.Equal(("abc", "Chinese"), (read.Id, read.Group));
        Assert.Equal(["User: 你好 => 您好", "User: 再见 => "], TempDataset.Show(read));
    }

    [Fact]
    public void LMSYS_rows_are_taken_too()
    {
        Conversation read = Assert.Single(TempDataset.Read("""{"conversation_id":"33","model":"vicuna","conversation":[{"content":"q","role":"user"}],"turn":1,"redacted":false}"""));
        Assert.Equal(("33", null), (read.Id, read.Group));
    }

    [Theory]
    [InlineData("""{"conversation_hash":"x"}""", "conversation is missing; a record is {\"conversation_hash\", \"conversation\":")]
    [InlineData("""{"conversation":"x"}""", "conversation is 'x'; it must be an array of messages")]
    [InlineData("""{"conversation":[{"role":"user","content":"q"},{"role":"user"}]}""", "conversation[1]: content is missing")]
    [InlineData("""{"conversation":[{"role":"critic","content":"q"}]}""", "conversation[0]: role is 'critic'; it must be system")]
    [InlineData("""{"conversation":[],"language":{}}""", "language is an object; it must be a string or a number")]
    public void A_malformed_record_is_named_with_what_would_be_right(string line, string problem) =>
        TempDataset.AssertProblem(DatasetFormat.WildChat, Good, line, problem);
}
