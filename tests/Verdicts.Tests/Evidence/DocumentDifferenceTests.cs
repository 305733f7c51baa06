using System.Text.Json;
using LoadGen.Verdicts.Evidence;

namespace LoadGen.Verdicts.Tests.Evidence;

public class DocumentDifferenceTests
{
    [Fact]
    public void Equal_documents_differ_in_nothing_however_they_are_laid_out() =>
        Assert.Empty(Between("""{"a":1,"b":[1.0,{"c":null}]}""", """{ "b": [ 1.0, { "c": null } ], "a": 1 }"""));

    [Theory]
    [InlineData("""{"a":{"b":[1,2]}}""", """{"a":{"b":[1,3]}}""", "a.b[1]: 3 computed, 2 in the document")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", "b: not computed, 2 in the document")]
    [InlineData("""{"a":{}}""", """{"a":{"b":"x"}}""", "a.b: \"x\" computed, missing in the document")]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", "a[1]: 2 computed, missing in the document")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1]}""", "a[1]: not computed, 2 in the document")]
    [InlineData("""{"a":null}""", """{"a":0}""", "a: 0 computed, null in the document")]
    public void A_difference_is_named_by_its_path(string document, string computed, string line) =>
        Assert.Equal([line], Between(document, computed));

    [Theory]
    [InlineData("0.1", "0.10000000000000002")]
    [InlineData("0.3333333333", "0.3333333335")]
    [InlineData("3", "2.9999999999999996")]
    [InlineData("1.5E-12", "1.5000000001e-12")]
    [InlineData("-7.25", "-7.2500000001")]
    [InlineData("0", "4.9E-324")]
    public void Fractions_that_another_machines_mathematics_would_give_are_the_same(string document, string computed)
    {
        Assert.Empty(Between($$"""{"a":[{{document}}]}""", $$"""{"a":[{{computed}}]}"""));
        Assert.Empty(Between($$"""{"a":[{{computed}}]}""", $$"""{"a":[{{document}}]}"""));
    }

    [Theory]
    [InlineData("0.1", "0.1000000002")]
    [InlineData("1.5E-12", "1.50001e-12")]
    [InlineData("0.5", "-0.5")]
    [InlineData("0", "1e-200")]
    [InlineData("1e999", "1.5")]
    [InlineData("1000000000000", "1000000000001")]
    [InlineData("0.25", "\"0.25\"")]
    [InlineData("\"0.25\"", "\"0.250000000000001\"")]
    public void Other_fractions_counts_and_texts_are_not(string document, string computed) =>
        Assert.Equal([$"a: {computed} computed, {document} in the document"], Between($$"""{"a":{{document}}}""", $$"""{"a":{{computed}}}"""));

    [Fact]
    public void Long_values_are_cut_short() =>
        Assert.EndsWith("…", Assert.Single(Between("{}", $$"""{"a":"{{new string('x', 500)}}"}""")).Replace(" computed, missing in the document", "", StringComparison.Ordinal), StringComparison.Ordinal);

    private static IReadOnlyList<string> Between(string document, string computed) =>
        DocumentDifference.Between(JsonDocument.Parse(document).RootElement, JsonDocument.Parse(computed).RootElement);
}
