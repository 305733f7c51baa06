using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Tests.Datasets;

public class ConversationSourceTests
{
    private static string Lines(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(i => $$"""{"id": "c{{i}}", "prompt": "prompt {{i}} é", "output_tokens": {{i + 1}}}""" + "\n"));

    [Fact]
    public void Conversations_are_the_same_in_whatever_order_and_from_whatever_thread_they_are_read()
    {
        using var file = new TempDataset(Lines(500));
        using ConversationSource source = file.Open(new DatasetOptions { Shuffle = true, Seed = 7 });
        string[] forward = [.. Enumerable.Range(0, 500).Select(i => Line(source.Read(i)))];
        string[] backward = [.. Enumerable.Range(0, 500).Reverse().Select(i => Line(source.Read(i))).Reverse()];
        Assert.Equal(forward, backward);

        var together = new string[500];
        Parallel.For(0, 500, i => together[i] = Line(source.Read(i)));
        Assert.Equal(forward, together);
        Assert.Equal(500, forward.Distinct().Count());
    }

    [Fact]
    public void One_seed_means_one_order_and_another_seed_another()
    {
        using var file = new TempDataset(Lines(300));
        Prop.ForAll<uint>(seed =>
        {
            string[] order = Order(file, new DatasetOptions { Shuffle = true, Seed = seed });
            return order.SequenceEqual(Order(file, new DatasetOptions { Shuffle = true, Seed = seed }))
                && order.Order().SequenceEqual(Order(file, new DatasetOptions()).Order())
                && !order.SequenceEqual(Order(file, new DatasetOptions { Shuffle = true, Seed = seed + 1L }));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_file_is_left_as_it_was()
    {
        using var file = new TempDataset(Lines(100));
        byte[] before = SHA256.HashData(File.ReadAllBytes(file.Path));
        DateTime written = File.GetLastWriteTimeUtc(file.Path);
        Assert.Equal(300, Order(file, new DatasetOptions { Shuffle = true, Repeat = 3 }).Length);
        Assert.Equal(before, SHA256.HashData(File.ReadAllBytes(file.Path)));
        Assert.Equal(written, File.GetLastWriteTimeUtc(file.Path));
    }

    [Fact]
    public void A_limit_takes_the_first_and_reads_no_further()
    {
        using var file = new TempDataset(Lines(3) + "nonsense\n");
        Assert.Equal(["c0", "c1", "c2"], Order(file, new DatasetOptions { Limit = 3 }));
    }

    [Fact]
    public void A_shuffled_limit_draws_from_the_whole_file_without_repetition()
    {
        using var file = new TempDataset(Lines(1000));
        string[] drawn = Order(file, new DatasetOptions { Limit = 50, Shuffle = true, Seed = 3 });
        Assert.Equal(50, drawn.Distinct().Count());
        Assert.Contains(drawn, id => int.Parse(id[1..], null) >= 500);
        Assert.Equal(drawn, Order(file, new DatasetOptions { Shuffle = true, Seed = 3 })[..50]);
    }

    [Fact]
    public void Repeated_conversations_have_names_of_their_own_and_an_order_of_their_own()
    {
        using var file = new TempDataset(Lines(100));
        string[] order = Order(file, new DatasetOptions { Limit = 20, Shuffle = true, Repeat = 3, Seed = 1 });
        string[][] laps = [order[..20], order[20..40], order[40..]];
        Assert.Equal(60, order.Distinct().Count());
        Assert.All(laps[1], id => Assert.EndsWith("~1", id, StringComparison.Ordinal));
        Assert.Equal(laps[0].Order(), laps[1].Select(id => id[..^2]).Order());
        Assert.Equal(laps[0].Order(), laps[2].Select(id => id[..^2]).Order());
        Assert.NotEqual(laps[1].Select(id => id[..^2]), laps[2].Select(id => id[..^2]));
        Assert.Equal(["c0", "c1", "c0~1", "c1~1"], Order(file, new DatasetOptions { Limit = 2, Repeat = 2 }));
    }

    [Fact]
    public void A_million_lines_are_held_as_sixteen_bytes_each()
    {
        const int Count = 1_000_000;
        using var file = new TempDataset("");
        using (StreamWriter writer = File.CreateText(file.Path))
        {
            for (int i = 0; i < Count; i++)
            {
                writer.Write($$"""{"id": {{i}}, "prompt": "Line {{i}} says \"more\" than one word, é.", "output_tokens": 16}""" + "\n");
            }
        }

        // All that this thread allocates while it opens the file bounds what it keeps. The last chunk may be partly spare.
        using ConversationSource warm = file.Open(new DatasetOptions { Limit = 10 });
        long before = GC.GetAllocatedBytesForCurrentThread();
        using ConversationSource source = file.Open();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Count, source.Count);
        Assert.InRange(allocated, 16L * Count, (16L * Count) + (512 * 1024));

        Assert.Equal("999999", source.Read(999_999).Id);
        Assert.Equal("User: Line 123456 says \"more\" than one word, é.", TempDataset.Show(source.Read(123_456).Turns[0]));
    }

    [Fact]
    public void A_conversation_allocates_no_more_than_its_text_and_its_objects()
    {
        string text = new('x', 100_000);
        using var file = new TempDataset($$"""{"prompt": "{{text}}"}""" + "\n");
        using ConversationSource source = file.Open();
        Assert.InRange(TestData.AllocatedBytes(() => source.Read(0)), 100_000, 102_000);
    }

    [Fact]
    public void A_file_that_changes_under_way_is_told_from_a_malformed_one()
    {
        using var file = new TempDataset(Lines(10));
        using ConversationSource source = file.Open();
        File.WriteAllText(file.Path, "{}\n");
        var error = Assert.Throws<DatasetFormatException>(() => source.Read(9));
        Assert.Contains("the file was changed while it was in use", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void An_index_outside_is_refused(int index)
    {
        using var file = new TempDataset(Lines(3));
        using ConversationSource source = file.Open();
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Read(index));
    }

    [Fact]
    public void Options_that_mean_nothing_are_refused()
    {
        using var file = new TempDataset(Lines(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Open(new DatasetOptions { Limit = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Open(new DatasetOptions { Repeat = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Open(new DatasetOptions { Repeat = int.MaxValue - 1 }));
    }

    [Fact]
    public void Without_end_means_as_many_as_there_are_numbers_for()
    {
        using var file = new TempDataset(Lines(3));
        using ConversationSource source = file.Open(new DatasetOptions { Repeat = DatasetOptions.WithoutEnd });
        Assert.Equal((int.MaxValue / 3) * 3, source.Count);
        Assert.Equal("c2~715827881", source.Read(source.Count - 1).Id);
    }

    [Fact]
    public void Malformed_lines_are_counted_whole_and_listed_in_part()
    {
        using var file = new TempDataset(Lines(2) + string.Concat(Enumerable.Repeat("{}\n", 30)) + Lines(2));
        using ConversationSource source = file.Open(new DatasetOptions { Format = DatasetFormat.Custom, OnBadLine = OnBadLine.Skip });
        Assert.Equal((4, 30L, 20), (source.Count, source.Facts.BadRecords, source.Facts.BadLines.Count));
        Assert.Equal(3, source.Facts.BadLines[0].Line);
        Assert.StartsWith("prompt is missing; a record is", source.Facts.BadLines[0].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dataset_of_bad_lines_only_is_refused_even_if_they_are_skipped()
    {
        using var file = new TempDataset("{}\n{}\n");
        var error = Assert.Throws<DatasetFormatException>(() => file.Open(new DatasetOptions { Format = DatasetFormat.Custom, OnBadLine = OnBadLine.Skip }));
        Assert.StartsWith("the dataset ends without a conversation (2 malformed records, 0 without a request)", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_damage_gives_conversations_or_a_DatasetFormatException_and_nothing_else()
    {
        string[] samples =
        [
            """{"id":"a","conversations":[{"from":"human","value":"q\u00e9"},{"from":"gpt","value":"a"}]}""",
            """{"conversation":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"language":"English"}""",
            """{"messages":[{"role":"user","content":[{"type":"text","text":"q"}]}],"tools":[{"type":"function"}],"max_tokens":5}""",
            """{"prompt":"p","output_tokens":3}""",
            """{"session_id":"s","turns":["a",{"text":"b","answer":"c","delay":5}]}""",
            """{"id":"w","block_size":64,"requests":[{"t":0,"in":100,"out":3,"hash_ids":[1,2]},{"t":1,"type":"subagent","requests":[{"t":0,"in":9,"out":1,"hash_ids":[3]}]}]}""",
            """{"timestamp":0,"input_length":600,"output_length":1,"hash_ids":[1,2],"session_id":"x"}""",
        ];
        var random = new System.Random(20260701);
        int refused = 0;
        for (int round = 0; round < 1500; round++)
        {
            byte[] damaged = System.Text.Encoding.UTF8.GetBytes(samples[round % samples.Length] + "\n" + samples[round % samples.Length] + "\n");
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            using var file = new TempDataset("", round % 3 == 0 ? "d.json" : "d.jsonl");
            File.WriteAllBytes(file.Path, damaged);
            try
            {
                using ConversationSource source = file.Open();
                Assert.All(Enumerable.Range(0, source.Count), i => Assert.NotEmpty(source.Read(i).Turns));
            }
            catch (DatasetFormatException error)
            {
                refused++;
                Assert.InRange(error.Line, 1, 10);
            }
            catch (Exception error) when (error is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"{error} in round {round}: {Convert.ToHexString(damaged)}");
            }
        }

        Assert.InRange(refused, 500, 1500);
    }

    private static string[] Order(TempDataset file, DatasetOptions options)
    {
        using ConversationSource source = file.Open(options);
        return [.. Enumerable.Range(0, source.Count).Select(i => source.Read(i).Id)];
    }

    private static string Line(Conversation conversation) => $"{conversation.Id} {TempDataset.Show(conversation.Turns[0])} {conversation.Turns[0].OutputTokens}";
}
