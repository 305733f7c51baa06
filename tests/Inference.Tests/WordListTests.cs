using System.Buffers;
using System.Text;

namespace LoadGen.Inference.Tests;

public class WordListTests
{
    private static readonly string[] All = [.. Enumerable.Range(0, WordList.Count).Select(i => Encoding.ASCII.GetString(WordList.Word(i)))];

    [Fact]
    public void Has_2048_distinct_short_lower_case_words_in_order()
    {
        Assert.Equal(2048, WordList.Count);
        Assert.Equal(2048, All.Distinct().Count());
        Assert.All(All, word => Assert.Matches("^[a-z]{3,7}$", word));
        Assert.Equal(All.Order(StringComparer.Ordinal), All);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2048)]
    public void Has_no_word_outside_its_range(int index)
    {
        Assert.ThrowsAny<Exception>(() => WordList.Word(index).Length);
    }

    [Fact]
    public void Renders_one_word_an_id()
    {
        Assert.Equal("", Render([]));
        Assert.Equal(All[5], Render([5]));
        Assert.Equal($"{All[0]} {All[2047]} {All[0]} {All[1]}", Render([0, 2047, 2048, 2048 * 70 + 1]));
        Assert.Equal(All[^1], Render([-1]));
    }

    [Fact]
    public void Renders_long_prompts_through_small_buffers()
    {
        int[] ids = [.. Enumerable.Range(0, 100_000).Select(i => i * 31)];

        string text = Render(ids);

        Assert.Equal(ids.Select(id => All[id % 2048]), text.Split(' '));
    }

    [Fact]
    public void A_shared_prefix_of_ids_is_a_shared_prefix_of_text()
    {
        Assert.StartsWith(Render([7, 8, 9]) + " ", Render([7, 8, 9, 10]), StringComparison.Ordinal);
    }

    private static string Render(int[] ids)
    {
        var output = new ArrayBufferWriter<byte>(1);
        WordList.Render(ids, output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
