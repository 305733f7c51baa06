using System.Text;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Sessions;

namespace LoadGen.Workloads.Tests.Sessions;

public class SessionPromptTests
{
    private static readonly DatasetWorkloadOptions s_options = new();

    [Fact]
    public void A_prompt_grows_by_messages_and_answers()
    {
        var prompt = new SessionPrompt(Of(Turn("aaaa", "recorded"), Turn("bbbb", null), Turn("cccc", null)), 0, s_options);
        prompt.Next();
        Assert.Equal(("aaaa", 1, 2), (Text(prompt), prompt.InputTokens, prompt.OutputTokens));
        prompt.AnswerAsRecorded();
        prompt.Next();
        Assert.Equal(("aaaa|recorded|bbbb", 4, 128), (Text(prompt), prompt.InputTokens, prompt.OutputTokens));
        prompt.Answer("served"u8);
        prompt.Next();
        Assert.Equal(("aaaa|recorded|bbbb|served|cccc", false), (Text(prompt), prompt.HasNext));
        Assert.True(prompt.Messages.Json.IsEmpty);
    }

    [Fact]
    public void An_answer_without_text_leaves_the_recorded_one()
    {
        var prompt = new SessionPrompt(Of(Turn("a", "recorded"), Turn("b", null)), 0, s_options);
        prompt.Next();
        prompt.Answer(default);
        prompt.Next();
        Assert.Equal("a|recorded|b", Text(prompt));
    }

    [Fact]
    public void A_turn_nobody_answered_leaves_its_messages()
    {
        var prompt = new SessionPrompt(Of(Turn("a", null), Turn("b", null)), 0, s_options);
        prompt.Next();
        prompt.AnswerAsRecorded();
        prompt.Next();
        Assert.Equal("a|b", Text(prompt));
    }

    [Fact]
    public void A_second_answer_is_refused()
    {
        var prompt = new SessionPrompt(Of(Turn("a", "x"), Turn("b", null)), 0, s_options);
        prompt.Next();
        prompt.Answer("y"u8);
        Assert.Throws<InvalidOperationException>(() => prompt.Answer("z"u8));
    }

    [Fact]
    public void What_the_dataset_has_as_JSON_is_kept_beside_what_is_only_text()
    {
        byte[] parts = """{"role":"user","content":[{"type":"text","text":"hm"}]}"""u8.ToArray();
        var rich = new ConversationTurn { Messages = [new ChatMessage(ChatRole.User, "hm"u8.ToArray())], MessagesJson = parts };
        var prompt = new SessionPrompt(Of(Turn("say \"a\"", null), rich), 0, s_options);
        prompt.Next();
        prompt.Answer("né"u8);
        prompt.Next();

        Assert.Equal(
            $$"""[{"role":"user","content":"say \u0022a\u0022"},{"role":"assistant","content":"n\u00E9"},{{Encoding.UTF8.GetString(parts)}}]""",
            Encoding.UTF8.GetString(prompt.Messages.Json));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_session_that_needs_JSON_anywhere_has_it_from_its_first_turn_on(bool isInAnswer)
    {
        ReadOnlyMemory<byte> call = """{"role":"assistant","tool_calls":[]}"""u8.ToArray();
        ConversationTurn plain = Turn("<b>", "x");
        var rich = new ConversationTurn
        {
            Messages = plain.Messages,
            MessagesJson = isInAnswer ? default : call,
            RecordedAnswer = plain.RecordedAnswer,
            RecordedAnswerJson = isInAnswer ? call : default,
        };
        var prompt = new SessionPrompt(Of(plain, plain, rich), 0, s_options);
        prompt.Next();
        Assert.Equal("""[{"role":"user","content":"\u003Cb\u003E"}]""", Encoding.UTF8.GetString(prompt.Messages.Json));
        prompt.AnswerAsRecorded();
        prompt.Next();
        Assert.Equal(
            """[{"role":"user","content":"\u003Cb\u003E"},{"role":"assistant","content":"x"},{"role":"user","content":"\u003Cb\u003E"}]""",
            Encoding.UTF8.GetString(prompt.Messages.Json));
    }

    [Fact]
    public void Blocks_with_equal_hashes_have_equal_ids_and_the_rest_is_the_turns_own()
    {
        int[] first = Ids(Blocks([1, 2], 2 * 64), session: 0);
        int[] second = Ids(Blocks([1, 3], (2 * 64) + 10), session: 1);
        int[] third = Ids(Blocks([1, 3], (2 * 64) + 10), session: 2);

        Assert.Equal(first[..64], second[..64]);
        Assert.NotEqual(first[64..], second[64..128]);
        Assert.Equal(second[..128], third[..128]);
        Assert.NotEqual(second[128..], third[128..]);
    }

    private static int[] Ids(Conversation conversation, int session)
    {
        var prompt = new SessionPrompt(conversation, session, s_options);
        prompt.Next();
        var ids = new int[prompt.InputTokens];
        prompt.WriteTokenIds(ids);
        Assert.False(prompt.IsMessages);
        return ids;
    }

    private static Conversation Blocks(long[] hashes, int tokens) => Of(new ConversationTurn { BlockHashes = hashes, BlockTokens = 64, InputTokens = tokens, OutputTokens = 5 });

    private static Conversation Of(params ConversationTurn[] turns) => new() { Id = "s", Turns = turns };

    private static ConversationTurn Turn(string text, string? answer) => new()
    {
        Messages = [new ChatMessage(ChatRole.User, Encoding.UTF8.GetBytes(text))],
        RecordedAnswer = answer is null ? null : new ChatMessage(ChatRole.Assistant, Encoding.UTF8.GetBytes(answer)),
    };

    private static string Text(SessionPrompt prompt) => string.Join('|', prompt.Messages.Messages.ToArray().Select(m => Encoding.UTF8.GetString(m.Text.Span)));
}
