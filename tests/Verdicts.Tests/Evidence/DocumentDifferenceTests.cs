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

    [Fact]
    public void Long_values_are_cut_short() =>
        Assert.EndsWith("…", Assert.Single(Between("{}", $$"""{"a":"{{new string('x', 500)}}"}""")).Replace(" computed, missing in the document", "", StringComparison.Ordinal), StringComparison.Ordinal);

    private static IReadOnlyList<string> Between(string document, string computed) =>
        DocumentDifference.Between(JsonDocument.Parse(document).RootElement, JsonDocument.Parse(computed).RootElement);
}
