namespace LoadGen.Inference.Tests;

public class ExtraBodyTests
{
    [Theory]
    [InlineData("", "expected '{' at character 1, found no data")]
    [InlineData("top_p=1", "expected '{' at character 1, found a letter")]
    [InlineData("[1]", "expected '{' at character 1, found an array")]
    [InlineData("null", "expected '{' at character 1, found null")]
    [InlineData("{'a':1}", "expected a property name in double quotes at character 2, found a single quote")]
    [InlineData("{\"é\":1,}", "expected a property name in double quotes at character 8, found '}'")]
    [InlineData("{\"a\":1} x", "expected the end of the data at character 9, found a letter")]
    [InlineData("{\"a\":True}", "expected a value at character 6, found a letter")]
    [InlineData("{\"a\":1,\"b\":2,\"a\":3}", "\"a\" stands twice in one object, the second time before character 18")]
    [InlineData("{\"x\":[{\"a\":1,\"\\u0061\":3}]}", "\"a\" stands twice in one object, the second time before character 23")]
    [InlineData("{\"\\ud800odel\":1}", "a name has half a surrogate pair before character 15")]
    public void What_is_wrong_is_said_in_one_line(string json, string what)
    {
        var exception = Assert.Throws<FormatException>(() => ExtraBody.Parse(json));

        Assert.Equal($"The extra body is not a JSON object: {what}. Right would be, for example, {{\"top_p\": 0.9}}.", exception.Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(" {\"a\": {\"a\": [1, {\"a\": null}]}}\n")]
    public void A_good_object_is_parsed(string json)
    {
        Assert.Equal(json.Trim(), ExtraBody.Parse(json).GetRawText());
    }
}
