using System.Buffers;
using System.Text;
using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Tests.Requests;

public class PromptBlocksTests
{
    private static readonly string Long = Words(200, "w");

    [Theory]
    [InlineData(0, 0)]
    [InlineData(64, 0)]
    [InlineData(65, 1)]
    [InlineData(128, 1)]
    [InlineData(129, 2)]
    public void A_block_counts_when_a_token_follows_it(int words, int blocks)
    {
        Assert.Equal(blocks, Assert.Single(Read($$"""{"prompt":"{{Words(words, "w")}}"}""").Prompts).Count);
        Assert.Equal(blocks, Assert.Single(Read($$"""{"messages":[{"content":"{{Words(words, "w")}}"}]}""", ApiKind.Chat).Prompts).Count);
    }

    [Fact]
    public void Prompts_that_begin_alike_share_the_blocks_before_they_differ()
    {
        IReadOnlyList<ulong> one = Read($$"""{"prompt":"{{Words(100, "w")}} {{Words(100, "a")}}"}""").Prompts[0];
        IReadOnlyList<ulong> other = Read($$"""{"prompt":"{{Words(100, "w")}} {{Words(100, "b")}}"}""").Prompts[0];
        Assert.Equal(one[0], other[0]);
        Assert.NotEqual(one[1], other[1]);
        Assert.NotEqual(one[2], other[2]);
    }

    [Fact]
    public void White_space_escapes_and_the_split_of_a_chat_into_messages_change_nothing()
    {
        IReadOnlyList<ulong> plain = Read($$"""{"prompt":"{{Long}}"}""").Prompts[0];
        Assert.Equal(plain, Read($$"""{"prompt":"{{Long.Replace(" ", "\\n ", StringComparison.Ordinal)}}"}""").Prompts[0]);
        Assert.Equal(plain, Read($$"""{"messages":[{"content":"{{Words(70, "w")}}"},{"content":[{"type":"text","text":"{{Long[(Words(70, "w").Length + 1)..]}}"}]}]}""", ApiKind.Chat).Prompts[0]);
    }

    [Fact]
    public void Each_prompt_of_several_has_its_own()
    {
        IReadOnlyList<IReadOnlyList<ulong>> prompts = Read($$"""{"prompt":["{{Long}}","b","{{Long}}"]}""").Prompts;
        Assert.Equal([3, 0, 3], prompts.Select(blocks => blocks.Count));
        Assert.Equal(prompts[0], prompts[2]);
    }

    [Fact]
    public void Token_ids_are_tokens()
    {
        string ids = string.Join(',', Enumerable.Range(0, 130));
        IReadOnlyList<ulong> alone = Assert.Single(Read($$"""{"prompt":[{{ids}}]}""").Prompts);
        Assert.Equal(2, alone.Count);
        Assert.Equal(alone, Read($$"""{"input_ids":[[{{ids}}]]}""", ApiKind.Generate).Prompts[0]);
        Assert.NotEqual(alone, Assert.Single(Read($$"""{"prompt":[{{string.Join(',', Enumerable.Range(1, 130))}}]}""").Prompts));
    }

    private static PromptBlocks Read(string body, ApiKind api = ApiKind.Completions)
    {
        var blocks = new PromptBlocks();
        RequestReader.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)), api, blocks);
        return blocks;
    }

    private static string Words(int count, string word) => string.Join(' ', Enumerable.Range(0, count).Select(i => $"{word}{i}"));
}
