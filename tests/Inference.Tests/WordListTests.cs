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

    [Theory]
    [InlineData]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(0, 2047, 2048, int.MaxValue, int.MinValue)]
    public void Renders_one_word_an_id(params int[] ids)
    {
        string text = Render(ids);

        Assert.Equal(ids.Length, text.Length == 0 ? 0 : text.Split(' ').Length);
        Assert.All(text.Split(' '), word => Assert.True(word.Length == 0 || All.Contains(word)));
    }

    // A change would change every text prompt that a seed stands for.
    [Fact]
    public void The_words_of_an_id_never_change()
    {
        Assert.Equal("ability payload torch cost meal subject", Render([0, 1, 2, 2047, 2048, 1_000_000_000]));
    }

    [Fact]
    public void Renders_long_prompts_through_small_buffers()
    {
        int[] ids = [.. Enumerable.Range(0, 100_000).Select(i => i * 31)];
        var output = new ArrayBufferWriter<byte>(1 << 20);
        WordList.Render(ids, output);

        string text = Render(ids);

        Assert.Equal(100_000, text.Split(' ').Length);
        Assert.Equal(Encoding.ASCII.GetString(output.WrittenSpan), text);
    }

    [Fact]
    public void Every_word_is_as_likely_as_any_other()
    {
        string[] words = Render([.. Enumerable.Range(0, 204_800)]).Split(' ');

        // 100 of each are due; 5 standard deviations are 50.
        Assert.All(words.CountBy(word => word), word => Assert.InRange(word.Value, 50, 150));
        Assert.Equal(2048, words.Distinct().Count());
    }

    // Random prompts are runs of consecutive ids. Alike in their first words, they would be found in a server's prefix cache.
    [Fact]
    public void Prompts_of_different_ids_do_not_start_alike()
    {
        var starts = new HashSet<string>();
        for (int first = 0; first < 31_000; first++)
        {
            Assert.True(starts.Add(Render([.. Enumerable.Range(first, 8)])), $"The prompt from id {first} on starts like another.");
        }
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
