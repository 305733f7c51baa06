using System.Text;
using LoadGen.Tokenization.Tests.Support;

namespace LoadGen.Tokenization.Tests.Reading;

/// <summary>What a tokenizer.json may be, and what is said of one that is not.</summary>
public class TokenizerJsonTests
{
    [Fact]
    public void Merges_are_done_by_rank() => Assert.Equal(["abc", "d", "ab", "a"], SmallTokenizer.Load().Tokens("abcdaba"));

    [Fact]
    public void Merges_may_be_pairs_and_may_stand_before_the_vocabulary() => Assert.Equal(
        ["abc", "d"],
        SmallTokenizer.Load(model: """{"merges": [["a", "b"], ["ab", "c"]], "vocab": {"a": 0, "b": 1, "c": 2, "d": 3, "ab": 6, "abc": 7}, "type": "BPE"}""").Tokens("abcd"));

    [Fact]
    public void A_file_from_before_models_had_types_is_a_BPE() =>
        Assert.Equal(["ab"], SmallTokenizer.Load(model: """{"vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}""").Tokens("ab"));

    [Fact]
    public void Truncation_and_padding_are_passed_over() => Assert.Equal(
        ["a", "a", "a"], SmallTokenizer.Load("""
            "version": "1.0", "truncation": {"max_length": 1}, "padding": {"strategy": {"Fixed": 9}}
            """).Tokens("aaa"));

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.Equal(["abc"], SmallTokenizer.Read("\uFEFF" + SmallTokenizer.Json()).Tokens("abc"));

    [Fact]
    public void What_is_no_token_is_left_out_before_any_merge_where_there_is_no_unknown_token() => Assert.Equal(["ab"], SmallTokenizer.Load().Tokens("axxb"));

    [Fact]
    public void A_prefix_and_a_suffix_tell_where_in_a_word_a_character_stands() => Assert.Equal(
        ["a", "##bc</w>", "a", "##b", "##b</w>"],
        SmallTokenizer.Load("""
            "pre_tokenizer": {"type": "WhitespaceSplit"}
            """, """
            {"type": "BPE", "continuing_subword_prefix": "##", "end_of_word_suffix": "</w>",
             "vocab": {"a": 0, "##b": 1, "##b</w>": 2, "##c</w>": 3, "##bc</w>": 4}, "merges": ["##b ##c</w>"]}
            """).Tokens("abc abb"));

    [Fact]
    public void What_comes_after_ByteLevel_sees_its_characters()
    {
        // é is C3 A9, written Ã©; © is no number, but ² (B2) of ò (C3 B2) is one, and is split off.
        Tokenizer tokenizer = SmallTokenizer.Load("""
            "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}, {"type": "Digits", "individual_digits": true}]}
            """, """
            {"type": "BPE", "vocab": {"Ã": 0, "©": 1, "²": 2, "Ã©": 3, "Ã²": 4}, "merges": ["Ã ©", "Ã ²"]}
            """);
        Assert.Equal(["Ã©"], tokenizer.Tokens("é"));
        Assert.Equal(["Ã", "²"], tokenizer.Tokens("ò"));
    }

    [Theory]
    [InlineData("""{"type": "Split", "pattern": {"String": "b"}, "behavior": "Removed"}""", "a|c")]
    [InlineData("""{"type": "Split", "pattern": {"String": "b"}, "behavior": "Isolated"}""", "a|b|b|c")]
    [InlineData("""{"type": "Split", "pattern": {"String": "b"}, "behavior": "MergedWithPrevious"}""", "ab|b|c")]
    [InlineData("""{"type": "Split", "pattern": {"String": "b"}, "behavior": "MergedWithNext"}""", "a|b|bc")]
    [InlineData("""{"type": "Split", "pattern": {"String": "b"}, "behavior": "Contiguous"}""", "a|bb|c")]
    [InlineData("""{"type": "Split", "pattern": {"Regex": "b+"}, "behavior": "Removed", "invert": true}""", "bb")]
    [InlineData("""{"type": "Punctuation"}""", "abbc")]
    public void Matches_go_where_the_behavior_says(string step, string pieces)
    {
        // Every piece of the text is a token, and pieces that are tokens are not merged.
        Tokenizer tokenizer = SmallTokenizer.Load($"\"pre_tokenizer\": {step}", """
            {"type": "BPE", "ignore_merges": true, "merges": [], "vocab": {"a": 0, "b": 1, "c": 2, "ab": 3, "bb": 4, "bc": 5, "abbc": 6}}
            """);
        Assert.Equal(pieces.Split('|'), tokenizer.Tokens("abbc"));
    }

    [Fact]
    public void Special_tokens_stand_around_the_text_where_they_are_asked_for()
    {
        Tokenizer tokenizer = SmallTokenizer.Load("""
            "added_tokens": [{"id": 8, "content": "<s>", "special": true}, {"id": 9, "content": "</s>", "special": true}],
            "post_processor": {"type": "Sequence", "processors": [{"type": "ByteLevel"}, {"type": "TemplateProcessing",
              "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
              "pair": [], "special_tokens": {"<s>": {"id": "<s>", "ids": [8], "tokens": ["<s>"]}, "</s>": {"id": "</s>", "ids": [9], "tokens": ["</s>"]}}}]}
            """);
        Assert.Equal([8, 7, 9], tokenizer.Ids("abc", addSpecialTokens: true));
        Assert.Equal([7], tokenizer.Ids("abc"));
        Assert.Equal([8, 9], tokenizer.Ids("<s></s>"));
        Assert.Equal(3, tokenizer.Count("abc"u8, addSpecialTokens: true));
        Assert.True(tokenizer.IsSpecial(8));
        Assert.False(tokenizer.IsSpecial(7));
        Assert.Equal(10, tokenizer.VocabularySize);
        Assert.Equal(9, tokenizer.IdOf("</s>"u8));
        Assert.Null(tokenizer.IdOf("nothing"u8));
    }

    [Fact]
    public void Of_added_tokens_the_longest_is_taken() => Assert.Equal(
        ["<aa>", "<a", "b"],
        SmallTokenizer.Load("""
            "added_tokens": [{"id": 8, "content": "<a"}, {"id": 9, "content": "<aa>"}]
            """).Tokens("<aa><ab"));

    [Fact]
    public void Ids_of_no_token_are_passed_over_in_decoding() => Assert.Equal("a b", SmallTokenizer.Load().Decoded([0, 99, -1, 1]));

    [Fact]
    public void Threads_share_a_tokenizer()
    {
        Tokenizer tokenizer = Tokenizer.Load(TestData.Path("trained", "llama3.json"));
        string[] texts = [.. Enumerable.Range(0, 64).Select(i => RandomText.Make(new Random(i), parts: 200))];
        int[][] expected = [.. texts.Select(text => tokenizer.Ids(text))];
        Parallel.For(0, 2000, i => Assert.Equal(expected[i % 64], tokenizer.Ids(texts[i % 64])));
        Assert.Equal(64, expected.Length);
    }

    [Theory]
    [InlineData("""{"model": {"type": "Unigram"}}""", "$.model.type", "Unigram", "supported: BPE")]
    [InlineData("""{"model": {"type": "WordPiece", "vocab": {}}}""", "$.model.type", "WordPiece", "supported: BPE")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0}}}""", "$.model.merges", "missing", "")]
    [InlineData("""{"model": {"type": "BPE", "merges": []}}""", "$.model.vocab", "missing", "")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a b"]}}""", "$.model.merges[0]", "token b is not in", "")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a"]}}""", "$.model.merges[0]", "no merge", "")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [["a", "a", "a"]]}}""", "$.model.merges[0]", "no merge", "")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": -1}, "merges": []}}""", "$.model.vocab['a']", "no id", "")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0, "b": 0}, "merges": []}}""", "$.model.vocab['b']", "taken", "")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 2000000000}, "merges": []}}""", "$.model.vocab['a']", "no id", "")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {}, "merges": [], "unk_token": "<unk>"}}""", "$.model.unk_token", "<unk>", "")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {}, "merges": [], "dropout": 0.1}}""", "$.model.dropout", "random", "")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {}, "merges": [], "new_thing": 1}}""", "$.model.new_thing", "known", "ignore_merges")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {}, "merges": []}, "extra": 1}""", "$.extra", "known", "pre_tokenizer")]
    [InlineData("""{"normalizer": {"type": "Precompiled"}, "model": {}}""", "$.normalizer", "Precompiled", "NFKC")]
    [InlineData("""{"normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Odd"}]}, "model": {}}""", "$.normalizer.normalizers[1]", "Odd", "NFKC")]
    [InlineData("""{"pre_tokenizer": {"type": "BertPreTokenizer"}, "model": {}}""", "$.pre_tokenizer", "BertPreTokenizer", "Metaspace")]
    [InlineData("""{"pre_tokenizer": {"type": "Split", "pattern": {"Regex": "a++"}, "behavior": "Isolated"}, "model": {}}""", "$.pre_tokenizer.pattern.Regex", "possessive", "")]
    [InlineData("""{"pre_tokenizer": {"type": "Split", "pattern": {"String": "a"}, "behavior": "Odd"}, "model": {}}""", "$.pre_tokenizer.behavior", "Odd", "Contiguous")]
    [InlineData("""{"pre_tokenizer": {"type": "Digits", "odd": 1}, "model": {}}""", "$.pre_tokenizer.odd", "known", "individual_digits")]
    [InlineData("""{"pre_tokenizer": {"type": "Digits", "individual_digits": "yes"}, "model": {}}""", "$.pre_tokenizer.individual_digits", "\"yes\"", "true or false")]
    [InlineData("""{"pre_tokenizer": {"type": "Metaspace", "replacement": "_", "prepend_scheme": "odd"}, "model": {}}""", "$.pre_tokenizer.prepend_scheme", "odd", "first")]
    [InlineData("""{"decoder": {"type": "CTC"}, "model": {"type": "BPE", "vocab": {}, "merges": []}}""", "$.decoder", "CTC", "ByteFallback")]
    [InlineData("""{"post_processor": {"type": "RobertaProcessing"}, "model": {"type": "BPE", "vocab": {}, "merges": []}}""", "$.post_processor", "RobertaProcessing", "TemplateProcessing")]
    [InlineData("""{"post_processor": {"type": "TemplateProcessing", "single": [], "special_tokens": {}}, "model": {"type": "BPE", "vocab": {}, "merges": []}}""", "$.post_processor.single", "does not stand", "")]
    [InlineData("""{"added_tokens": [{"id": 0, "content": 5}], "model": {"type": "BPE", "vocab": {}, "merges": []}}""", "$.added_tokens[0].content", "5 where a string", "")]
    [InlineData("""{"added_tokens": [{"content": "a"}], "model": {"type": "BPE", "vocab": {}, "merges": []}}""", "$.added_tokens[0].id", "nothing where a number", "")]
    public void What_cannot_be_done_is_refused_by_file_place_and_what_is_known(string json, string place, string found, string known)
    {
        using var folder = new TempFolder();
        string path = folder.Write("tokenizer.json", json);

        TokenizerException error = Assert.Throws<TokenizerException>(() => Tokenizer.Load(path));

        Assert.Equal(place, error.JsonPath);
        Assert.StartsWith($"{path}: {place}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.Contains(known, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}", "is not JSON")]
    [InlineData("{} {}", "JSON")]
    public void A_file_that_is_no_JSON_is_refused(string json, string reason)
    {
        using var folder = new TempFolder();
        string path = folder.Write("tokenizer.json", json);
        Assert.Contains(reason, Assert.Throws<TokenizerException>(() => Tokenizer.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_beginning_of_a_file_is_refused_or_read()
    {
        byte[] json = Encoding.UTF8.GetBytes(SmallTokenizer.Json("""
            "added_tokens": [{"id": 8, "content": "<s>"}], "normalizer": {"type": "NFC"}
            """));
        using var folder = new TempFolder();
        string path = folder.File("tokenizer.json");
        for (int length = 1; length < json.Length; length++)
        {
            File.WriteAllBytes(path, json[..length]);
            Assert.Throws<TokenizerException>(() => Tokenizer.Load(path));
        }
    }
}
