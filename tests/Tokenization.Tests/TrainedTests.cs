using System.Text;
using System.Text.Json;
using LoadGen.Tokenization.Tests.Support;

namespace LoadGen.Tokenization.Tests;

/// <summary>
/// LoadGen against Python's tokenizers, the reference: small tokenizers of every shape in use, and what it makes of texts that try
/// their edges. Files are <c>data/trained/*.vectors.json</c>; <c>train.py</c> there says how they were made.
/// </summary>
public class TrainedTests
{
    public static TheoryData<string> Vectors() =>
        [.. Directory.GetFiles(TestData.Path("trained"), "*.vectors.json").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Ids_are_those_of_the_reference(string vectors) =>
        AssertAll(vectors, one => Show(one.Ids), (tokenizer, one) => Show(tokenizer.Ids(one.Text)));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Ids_with_special_tokens_are_those_of_the_reference(string vectors) =>
        AssertAll(vectors, one => Show(one.IdsSpecial), (tokenizer, one) => Show(tokenizer.Ids(one.Text, addSpecialTokens: true)));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Text_decoded_is_that_of_the_reference(string vectors) =>
        AssertAll(vectors, one => one.Decoded, (tokenizer, one) => tokenizer.Decoded(one.Ids));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Text_decoded_without_special_tokens_is_that_of_the_reference(string vectors) =>
        AssertAll(vectors, one => one.DecodedWithoutSpecial, (tokenizer, one) => tokenizer.Decoded(one.IdsSpecial, skipSpecialTokens: true));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Text_decoded_id_by_id_is_the_text_decoded_at_once(string vectors) =>
        AssertAll(vectors, one => one.Decoded, (tokenizer, one) => tokenizer.Streamed(one.Ids));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Counts_are_those_of_the_ids(string vectors) =>
        AssertAll(vectors, one => $"{one.IdsSpecial.Length}", (tokenizer, one) => $"{tokenizer.Count(Encoding.UTF8.GetBytes(one.Text), addSpecialTokens: true)}");

    private static void AssertAll(string vectors, Func<Case, string> expected, Func<Tokenizer, Case, string> actual)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(TestData.Path("trained", vectors)));
        Tokenizer tokenizer = Tokenizer.Load(TestData.Path("trained", document.RootElement.GetProperty("tokenizer").GetString()!));
        Case[] cases = [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(Case.Of)];
        Assert.NotEmpty(cases);
        string[] different =
        [
            .. cases.Where(one => expected(one) != actual(tokenizer, one))
                .Select(one => $"{JsonSerializer.Serialize(one.Text)}: ours {actual(tokenizer, one)}, theirs {expected(one)}"),
        ];
        Assert.True(different.Length == 0, $"{different.Length} of {cases.Length} differ:\n{string.Join('\n', different.Take(5))}");
    }

    private static string Show(int[] ids) => string.Join(' ', ids);

    /// <summary>A text, and what the reference makes of it. What is left out is as what stands before it.</summary>
    private sealed record Case(string Text, int[] Ids, int[] IdsSpecial, string Decoded, string DecodedWithoutSpecial)
    {
        public static Case Of(JsonElement one)
        {
            string text = one.GetProperty("text").GetString()!;
            int[] ids = Ints(one.GetProperty("ids"));
            string decoded = one.TryGetProperty("decoded", out JsonElement d) ? d.GetString()! : text;
            return new Case(
                text,
                ids,
                one.TryGetProperty("ids_special", out JsonElement special) ? Ints(special) : ids,
                decoded,
                one.TryGetProperty("decoded_without_special", out JsonElement without) ? without.GetString()! : decoded);
        }

        private static int[] Ints(JsonElement array) => [.. array.EnumerateArray().Select(id => id.GetInt32())];
    }
}
