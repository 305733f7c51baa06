using System.Buffers;
using System.Text.Json;
using LoadGen.Tokenization.Sampling;
using LoadGen.Tokenization.Templates;
using LoadGen.Tokenization.Tests.Support;

namespace LoadGen.Tokenization.Tests.Sampling;

/// <summary>Prompts of an exact length.</summary>
public class PromptSamplerTests
{
    private static readonly Tokenizer s_llama = Tokenizer.Load(TestData.Path("trained", "llama3.json"));
    private static readonly ChatTemplate s_template = ChatTemplate.Parse("{{ bos_token }}<user> {{ messages[0].content }}\n<answer>", "t");

    public static TheoryData<string> Tokenizers() => ["llama3", "o200k", "qwen", "deepseek-v3", "llama2", "gpt2", "metaspace-never", "split-merged"];

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Lengths_said_are_lengths_counted_and_all_are_exact(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(TestData.Path("trained", name + ".json"));
        var sampler = new PromptSampler(tokenizer, new PromptSamplerOptions { Seed = 1 });
        int exact = 0;
        for (int i = 0; i < 50; i++)
        {
            var text = new ArrayBufferWriter<byte>();
            PromptSample sample = sampler.Sample(i, targetTokens: 20 + (7 * i), text);
            Assert.Equal(sample.Tokens, tokenizer.Count(text.WrittenSpan));
            Assert.Equal(sample.Tokens - (20 + (7 * i)), sample.MismatchTokens);
            Assert.InRange(sample.Attempts, 1, 10);
            exact += sample.MismatchTokens == 0 ? 1 : 0;
        }

        Assert.Equal(50, exact);
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void A_templates_tokens_are_part_of_the_length(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(TestData.Path("trained", name + ".json"));
        var sampler = new PromptSampler(tokenizer, new PromptSamplerOptions { Seed = 2, Template = s_template, BosToken = "<|begin|>" });
        Assert.True(sampler.OverheadTokens > 3);
        Assert.Equal(sampler.OverheadTokens, sampler.TemplateTokens);
        int exact = 0;
        for (int i = 0; i < 50; i++)
        {
            var text = new ArrayBufferWriter<byte>();
            PromptSample sample = sampler.Sample(i, targetTokens: 60 + i, text);
            string whole = s_template.Render(System.Text.Encoding.UTF8.GetString(text.WrittenSpan), "<|begin|>");
            Assert.Equal(whole, sampler.Render(System.Text.Encoding.UTF8.GetString(text.WrittenSpan)));
            Assert.Equal(sample.Tokens, tokenizer.Ids(whole).Length);
            exact += sample.MismatchTokens == 0 ? 1 : 0;
        }

        Assert.Equal(50, exact);
    }

    [Fact]
    public void A_templates_own_variables_count()
    {
        ChatTemplate template = ChatTemplate.Parse("{% if enable_thinking is defined %}thinking is off {% endif %}{{ messages[0].content }}", "t");
        using JsonDocument off = JsonDocument.Parse("""{"enable_thinking": false}""");
        var sampler = new PromptSampler(s_llama, new PromptSamplerOptions { Template = template, TemplateVariables = off.RootElement });
        Assert.StartsWith("thinking is off ", sampler.Render("x"), StringComparison.Ordinal);
        var text = new ArrayBufferWriter<byte>();
        Assert.Equal(40, sampler.Sample(0, targetTokens: 40, text).Tokens);
        Assert.Equal(40, s_llama.Ids("thinking is off " + System.Text.Encoding.UTF8.GetString(text.WrittenSpan)).Length);
        Assert.True(sampler.TemplateTokens > new PromptSampler(s_llama, new PromptSamplerOptions { Template = template }).TemplateTokens);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_cut_to_length_where_they_stand_in_a_run()
    {
        // Ids 3 to 258 are single bytes: side by side they decode to one U+FFFD each, which is three of them again.
        Tokenizer llama2 = Tokenizer.Load(TestData.Path("trained", "llama2.json"));
        int[] bytes = [.. Enumerable.Range(130, 129)];
        for (int target = 100; target < 110; target++)
        {
            var text = new ArrayBufferWriter<byte>();
            Assert.Equal(0, new PromptSampler(llama2, new PromptSamplerOptions()).Sample(0, bytes, target, text).MismatchTokens);
            Assert.Equal(target, llama2.Count(text.WrittenSpan));
        }
    }

    [Fact]
    public void Special_tokens_are_left_out()
    {
        int special = Enumerable.Range(0, s_llama.VocabularySize).First(s_llama.IsSpecial);
        int[] ids = [.. s_llama.Ids("the quick"), special, .. s_llama.Ids(" brown fox")];
        var text = new ArrayBufferWriter<byte>();
        PromptSample sample = new PromptSampler(s_llama, new PromptSamplerOptions()).Sample(0, ids, ids.Length - 1, text);
        Assert.Equal(("the quick brown fox", 0), (System.Text.Encoding.UTF8.GetString(text.WrittenSpan), sample.MismatchTokens));
    }

    [Fact]
    public void The_models_own_vocabulary_is_without_added_tokens()
    {
        Tokenizer added = Tokenizer.Load(TestData.Path("trained", "added-tokens.json"));
        Assert.Equal(800, added.ModelVocabularySize);
        Assert.True(added.VocabularySize > 800);
    }

    [Fact]
    public void Tokens_that_the_tokenizer_puts_around_a_text_count_where_they_are_asked_for()
    {
        var sampler = new PromptSampler(s_llama, new PromptSamplerOptions { AddSpecialTokens = true });
        var text = new ArrayBufferWriter<byte>();
        PromptSample sample = sampler.Sample(0, targetTokens: 50, text);
        Assert.Equal(50, s_llama.Count(text.WrittenSpan, addSpecialTokens: true));
        Assert.Equal(0, sample.MismatchTokens);
        Assert.Equal(s_llama.Count("a"u8, addSpecialTokens: true) - 1, sampler.OverheadTokens);
    }

    [Fact]
    public void A_seed_and_an_index_are_one_prompt_in_any_order()
    {
        byte[] Prompt(long seed, params int[] indexes)
        {
            var sampler = new PromptSampler(s_llama, new PromptSamplerOptions { Seed = seed });
            var text = new ArrayBufferWriter<byte>();
            foreach (int index in indexes)
            {
                text.ResetWrittenCount();
                sampler.Sample(index, targetTokens: 64, text);
            }

            return text.WrittenSpan.ToArray();
        }

        Assert.Equal(Prompt(1, 5), Prompt(1, 3, 9, 5));
        Assert.NotEqual(Prompt(1, 5), Prompt(1, 6));
        Assert.NotEqual(Prompt(1, 5), Prompt(2, 5));
    }

    [Fact]
    public void Ids_drawn_elsewhere_are_what_the_prompt_begins_with()
    {
        int[] ids = s_llama.Ids("the quick brown fox");
        var text = new ArrayBufferWriter<byte>();
        PromptSample sample = new PromptSampler(s_llama, new PromptSamplerOptions()).Sample(0, ids, ids.Length, text);
        Assert.Equal("the quick brown fox", System.Text.Encoding.UTF8.GetString(text.WrittenSpan));
        Assert.Equal(1, sample.Attempts);
    }

    [Fact]
    public void What_cannot_be_exact_says_by_how_much()
    {
        var sampler = new PromptSampler(s_llama, new PromptSamplerOptions { Template = s_template, BosToken = "<|begin|>" });
        PromptSample sample = sampler.Sample(0, targetTokens: 1, new ArrayBufferWriter<byte>());
        Assert.True(sample.MismatchTokens > 0);
        Assert.Equal(sample.Tokens - 1, sample.MismatchTokens);
    }

    [Fact]
    public void A_vocabulary_with_nothing_to_draw_is_refused() => Assert.Throws<ArgumentException>(
        () => new PromptSampler(s_llama, new PromptSamplerOptions { FirstTokenId = s_llama.VocabularySize }));
}
