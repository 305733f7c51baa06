using System.Text;
using System.Text.Json;
using LoadGen.Tokenization.Normalizing;
using LoadGen.Tokenization.Tests.Support;

namespace LoadGen.Tokenization.Tests.Normalizing;

/// <summary>The forms against Python's unicodedata (Unicode 14), which wrote data/normalization.json.</summary>
public class UnicodeNormalizerTests
{
    [Theory]
    [InlineData("nfc")]
    [InlineData("nfd")]
    [InlineData("nfkc")]
    [InlineData("nfkd")]
    public void Texts_come_to_be_what_the_reference_makes_of_them(string form)
    {
        Normalizer[] normalizer = [new UnicodeNormalizer(Enum.Parse<UnicodeForm>(form, ignoreCase: true))];
        var scratch = new NormalizerScratch();
        using var document = JsonDocument.Parse(File.ReadAllBytes(TestData.Path("normalization.json")));
        Assert.All(document.RootElement.EnumerateArray(), one =>
        {
            byte[] text = Encoding.UTF8.GetBytes(one.GetProperty("text").GetString()!);
            string normalized = Encoding.UTF8.GetString(scratch.Apply(normalizer, text));
            Assert.Equal(Codes(one.GetProperty(form).GetString()!), Codes(normalized));
        });
    }

    [Theory]
    [InlineData(UnicodeForm.Nfc, "plain ASCII", true)]
    [InlineData(UnicodeForm.Nfc, "é 中文 日本 ü", true)]
    [InlineData(UnicodeForm.Nfd, "中文", true)]
    [InlineData(UnicodeForm.Nfd, "é", false)]
    [InlineData(UnicodeForm.Nfkc, "ﬁ", false)]
    [InlineData(UnicodeForm.Nfc, "e\u0301", false)]
    public void Text_that_is_normalized_already_is_left_alone(object form, string text, bool isLeft) =>
        Assert.Equal(isLeft, new UnicodeNormalizer((UnicodeForm)form).LeavesAlone(Encoding.UTF8.GetBytes(text)));

    private static string Codes(string text) => string.Join(' ', text.EnumerateRunes().Select(rune => $"{rune.Value:X}"));
}
