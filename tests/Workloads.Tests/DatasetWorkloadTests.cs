using System.Buffers;
using System.Text;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Datasets.Synthesis;
using LoadGen.Workloads.Tests.Datasets;

namespace LoadGen.Workloads.Tests;

public class DatasetWorkloadTests
{
    private const string Text = """
        {"session_id":"a","turns":[{"system":"1234","text":"12345678","answer":"1234"},{"text":"123456789","output_tokens":9}]}
        {"session_id":"b","turns":["1"]}
        """;

    [Fact]
    public void The_first_turn_is_asked_unless_told_otherwise_and_the_last_with_its_history()
    {
        using var file = new TempDataset(Text);
        using ConversationSource source = file.Open();
        var first = new DatasetWorkload(source);
        Assert.Equal((PromptContent.Messages, 2), (first.Content, first.Count));
        Assert.Equal(["System: 1234", "User: 12345678"], Messages(first, 0));
        Assert.Equal(new WorkItem(0, 1 + 2, 1), first[0]);

        var last = new DatasetWorkload(source, new DatasetWorkloadOptions { Turn = DatasetTurn.Last });
        Assert.Equal(["System: 1234", "User: 12345678", "Assistant: 1234", "User: 123456789"], Messages(last, 0));
        Assert.Equal(new WorkItem(0, 1 + 2 + 1 + 3, 9), last[0]);
        Assert.Equal(["User: 1"], Messages(last, 1));
    }

    [Fact]
    public void Output_lengths_are_the_users_the_datasets_the_recorded_answers_or_a_default()
    {
        using var file = new TempDataset(
            """
            {"prompt":"q","output_tokens":7,"answer":"12345678"}
            {"prompt":"q","answer":"12345678"}
            {"prompt":"q","answer":""}
            {"prompt":"q"}
            {"prompt":"q","answer":{"role":"assistant","content":null,"tool_calls":[]}}
            """);
        using ConversationSource source = file.Open();
        Assert.Equal([7, 2, 1, 99, 13], Outputs(new DatasetWorkload(source, new DatasetWorkloadOptions { DefaultOutputTokens = 99 })));
        Assert.Equal([5, 5, 5, 5, 5], Outputs(new DatasetWorkload(source, new DatasetWorkloadOptions { OutputTokens = 5 })));
    }

    [Fact]
    public void Requests_as_they_were_sent_are_asked_with_their_messages_as_they_are()
    {
        const string Messages = """{"role":"user","content":[{"type":"text","text":"q"}]},{"role":"assistant","content":null,"tool_calls":[1]},{"role":"tool","tool_call_id":"c","content":"r"}""";
        using var file = new TempDataset($$"""{"messages":[{{Messages}}],"max_tokens":3}""");
        using ConversationSource source = file.Open();
        var workload = new DatasetWorkload(source);
        var prompt = new PromptMessages();
        workload.ReadMessages(workload[0], prompt);
        Assert.Equal($"[{Messages}]", Encoding.UTF8.GetString(prompt.Json));
        Assert.Equal(3, prompt.Messages.Length);
        Assert.Equal(3, workload[0].OutputTokens);
    }

    [Fact]
    public void Texts_among_messages_that_are_kept_as_they_are_become_messages_too()
    {
        using var file = new TempDataset("""{"turns":[{"text":"a\"b","answer":"c"},{"messages":[{"role":"tool","content":"d","x":1}]}]}""");
        using ConversationSource source = file.Open();
        var workload = new DatasetWorkload(source, new DatasetWorkloadOptions { Turn = DatasetTurn.Last });
        var prompt = new PromptMessages();
        workload.ReadMessages(workload[0], prompt);
        Assert.Equal(
            """[{"role":"user","content":"a\u0022b"},{"role":"assistant","content":"c"},{"role":"tool","content":"d","x":1}]""",
            Encoding.UTF8.GetString(prompt.Json));
    }

    [Fact]
    public void A_prompt_grows_with_its_session_by_the_servers_answers_or_the_recorded_ones()
    {
        Conversation conversation = Assert.Single(TempDataset.Read(
            """{"turns":[{"text":"a","answer":"recorded"},{"text":"b"},{"messages":[{"role":"tool","content":"c","tool_call_id":"1"}]}]}"""));
        var prompt = new PromptMessages();
        prompt.AddTurn(conversation.Turns[0]);
        Assert.True(prompt.Json.IsEmpty);
        prompt.AddRecordedAnswer(conversation.Turns[0]);
        prompt.AddTurn(conversation.Turns[1]);
        prompt.AddRecordedAnswer(conversation.Turns[1]);
        prompt.Add(new ChatMessage(ChatRole.Assistant, "said"u8.ToArray()));
        prompt.AddTurn(conversation.Turns[2]);
        Assert.Equal(
            ["User: a", "Assistant: recorded", "User: b", "Assistant: said", "Tool: c"], prompt.Messages.ToArray().Select(TempDataset.Text));
        Assert.EndsWith(
            """{"role":"assistant","content":"said"},{"role":"tool","content":"c","tool_call_id":"1"}]""", Encoding.UTF8.GetString(prompt.Json), StringComparison.Ordinal);
        prompt.Clear();
        Assert.True(prompt.Json.IsEmpty && prompt.Messages.IsEmpty);
    }

    [Fact]
    public void Turns_of_one_conversation_have_own_tokens_of_their_own()
    {
        Conversation conversation = Assert.Single(TempDataset.Read("""{"block_size":4,"turns":[{"hash_ids":[1],"input_tokens":12},{"hash_ids":[1],"input_tokens":12}]}"""));
        var prompts = new ConversationPrompts(new DatasetWorkloadOptions());
        var ids = new int[2][];
        for (int turn = 0; turn < 2; turn++)
        {
            ids[turn] = new int[prompts.InputTokens(conversation, turn)];
            prompts.WriteTokenIds(0, conversation, turn, lap: 0, ids[turn]);
        }

        Assert.Equal(4, ids[0].Zip(ids[1]).TakeWhile(pair => pair.First == pair.Second).Count());
    }

    [Fact]
    public void Where_an_API_takes_one_text_messages_stand_apart_by_a_blank_line()
    {
        using var file = new TempDataset(Text);
        using ConversationSource source = file.Open();
        var prompt = new PromptMessages();
        new DatasetWorkload(source).ReadMessages(new WorkItem(0, 1, 1), prompt);
        var text = new ArrayBufferWriter<byte>();
        prompt.WriteText(text);
        Assert.Equal("1234\n\n12345678", Encoding.UTF8.GetString(text.WrittenSpan));
        Assert.True(prompt.Json.IsEmpty);
    }

    [Fact]
    public void Prompts_of_hashes_share_what_the_hashes_share()
    {
        using var file = new TempDataset("""
            {"block_size":16,"turns":[{"hash_ids":[1,2],"input_tokens":40}]}
            {"block_size":16,"turns":[{"hash_ids":[1,3],"input_tokens":40}]}
            """);
        using ConversationSource source = file.Open();
        var workload = new DatasetWorkload(source, new DatasetWorkloadOptions { Seed = 4 });
        int[][] prompts = [workload.Prompt(0), workload.Prompt(1)];
        Assert.Equal(16, prompts[0].Zip(prompts[1]).TakeWhile(pair => pair.First == pair.Second).Count());
        Assert.Equal(prompts[0], new DatasetWorkload(source, new DatasetWorkloadOptions { Seed = 4 }).Prompt(0));
        Assert.NotEqual(prompts[0], new DatasetWorkload(source, new DatasetWorkloadOptions { Seed = 5 }).Prompt(0));
        Assert.All(prompts[0], id => Assert.InRange(id, 1000, 31_999));
    }

    [Fact]
    public void A_trace_as_a_dataset_has_the_lengths_times_and_sharing_of_the_trace()
    {
        string path = TestData.PathOf("mooncake_50.jsonl");
        TraceWorkload trace = TraceFile.Open(path, new TraceOptions { Seed = 3 });
        using ConversationSource source = DatasetFile.Open(path);
        var workload = new DatasetWorkload(source, new DatasetWorkloadOptions { Seed = 3 });
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(trace[i], workload[i]);
            Assert.Equal(trace.Prompt(i), workload.Prompt(i));
        }
    }

    [Fact]
    public void Warm_up_prompts_begin_otherwise_than_any_measured_one()
    {
        using var file = new TempDataset(Text);
        using ConversationSource source = file.Open();
        DatasetWorkload warmup = new DatasetWorkload(source).ForWarmup(5);
        Assert.Equal(5, warmup.Count);
        Assert.Equal(["System: Warm-up 0. 1234", "User: 12345678"], Messages(warmup, 0));
        Assert.Equal(["System: Warm-up 4. 1234", "User: 12345678"], Messages(warmup, 4));

        using var made = new SharedPrefixConversations(new SharedPrefixOptions { Groups = 1, Count = 3, PrefixTokens = 64, SuffixTokens = 8, OutputTokens = 1 });
        var measured = new DatasetWorkload(made);
        DatasetWorkload warm = measured.ForWarmup(10);
        int[][] firsts = [measured.Prompt(0), measured.Prompt(2), warm.Prompt(0), warm.Prompt(3)];
        Assert.Equal(firsts[0][..64], firsts[1][..64]);
        Assert.Equal(3, firsts.Select(ids => string.Join(',', ids[..64])).Distinct().Count());
    }

    [Fact]
    public void The_description_names_all_that_fixes_the_requests()
    {
        using var file = new TempDataset(Text);
        using ConversationSource source = file.Open(new DatasetOptions { Shuffle = true, Seed = 9, Limit = 1 });
        Assert.Equal(
            "sessions dataset data.jsonl, 2 conversations, shuffled by seed 9, 1 drawn, first turn, lengths estimated as characters / 4",
            new DatasetWorkload(source).Description);
        Assert.EndsWith(", warm-up, first turn, lengths estimated as characters / 4, output 3 tokens", new DatasetWorkload(source, new DatasetWorkloadOptions { OutputTokens = 3 }).ForWarmup(1).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_workload_does_not_hold_is_refused()
    {
        using var file = new TempDataset(Text);
        using ConversationSource source = file.Open();
        var workload = new DatasetWorkload(source);
        Assert.Throws<ArgumentOutOfRangeException>(() => workload[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => workload[-1]);
        Assert.Throws<NotSupportedException>(() => workload.WriteTokenIds(new WorkItem(0, 1, 1), new int[1]));
        Assert.Throws<NotSupportedException>(() => new RandomWorkload(new RandomWorkloadOptions { InputTokens = 1, OutputTokens = 1, Count = 1 }).ReadMessages(new WorkItem(0, 1, 1), new PromptMessages()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DatasetWorkload(source, new DatasetWorkloadOptions { OutputTokens = 0 }));
    }

    private static string[] Messages(DatasetWorkload workload, int index)
    {
        var prompt = new PromptMessages();
        workload.ReadMessages(workload[index], prompt);
        return [.. prompt.Messages.ToArray().Select(TempDataset.Text)];
    }

    private static int[] Outputs(DatasetWorkload workload) => [.. Enumerable.Range(0, workload.Count!.Value).Select(i => workload[i].OutputTokens)];
}
