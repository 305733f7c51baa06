using System.Text;
using LoadGen.Inference.Tests.Support;

namespace LoadGen.Inference.Tests;

public class MalformedTests
{
    [Theory]
    [InlineData("", "expected a JSON object at byte 0, found no data")]
    [InlineData("hello", "expected a JSON object at byte 0, found a letter")]
    [InlineData("null", "expected a JSON object at byte 0, found null")]
    [InlineData("12", "expected a JSON object at byte 0, found a number")]
    [InlineData("true", "expected a JSON object at byte 0, found a boolean")]
    [InlineData("\"x\"", "expected a JSON object at byte 0, found a string")]
    [InlineData("[{}]", "expected a JSON object at byte 0, found an array")]
    [InlineData("<html>", "expected a JSON object at byte 0, found '<' (markup?)")]
    [InlineData("é", "expected a JSON object at byte 0, found a non-ASCII byte")]
    [InlineData("{", "expected a property name in double quotes at byte 1, found the end of the data")]
    [InlineData("{}x", "expected the end of the data at byte 2, found a letter")]
    [InlineData("{}{}", "expected the end of the data at byte 2, found an object")]
    [InlineData("{'a':1}", "expected a property name in double quotes at byte 1, found a single quote")]
    [InlineData("{\"a\" 1}", "expected ':' at byte 5, found a number")]
    [InlineData("{\"a\":}", "expected a value at byte 5, found '}'")]
    [InlineData("{\"a\":1,}", "expected a property name in double quotes at byte 7, found '}'")]
    [InlineData("{\"a\":[1 2]}", "expected ',' or ']' at byte 8, found a number")]
    [InlineData("{\"a\":01}", "expected ',' or '}' at byte 6, found a number")]
    [InlineData("{\"a\":1.}", "expected a digit at byte 7, found '}'")]
    [InlineData("{\"a\":nul}", "expected a value at byte 5, found a letter")]
    [InlineData("{\"a\":\"b}", "expected the end of a string at byte 8, found the end of the data")]
    [InlineData("{\"a\":\"b\n\"}", "expected the end of a string at byte 7, found control byte 0x0a")]
    [InlineData("{\"a\":\"\\x\"}", "expected a valid escape at byte 6, found a backslash")]
    [InlineData("{\"a\":\"\\u12g4\"}", "expected a valid escape at byte 6, found a backslash")]
    [InlineData("{\"choices\":{}}", "expected an array of choices at byte 11, found an object")]
    [InlineData("{\"choices\":[1]}", "expected a choice object at byte 12, found a number")]
    [InlineData("{\"choices\":[{\"text\":5}]}", "expected a string or null as text at byte 20, found a number")]
    [InlineData("{\"choices\":[{\"delta\":\"x\"}]}", "expected an object or null as delta at byte 21, found a string")]
    [InlineData("{\"choices\":[{\"delta\":{\"content\":[]}}]}", "expected a string or null as content at byte 32, found an array")]
    [InlineData("{\"choices\":[{\"finish_reason\":1}]}", "expected a string, an object or null as finish_reason at byte 29, found a number")]
    [InlineData("{\"usage\":[]}", "expected an object or null as usage at byte 9, found an array")]
    [InlineData("{\"usage\":{\"prompt_tokens\":\"5\"}}", "expected a token count (a whole number from 0 to 2147483647, or null) at byte 26, found a string")]
    [InlineData("{\"usage\":{\"prompt_tokens\":-1}}", "expected a token count (a whole number from 0 to 2147483647, or null) at byte 26, found a number")]
    [InlineData("{\"usage\":{\"prompt_tokens\": 1.5}}", "expected a token count (a whole number from 0 to 2147483647, or null) at byte 27, found a number")]
    [InlineData("{\"usage\":{\"prompt_tokens\":2147483648}}", "expected a token count (a whole number from 0 to 2147483647, or null) at byte 26, found a number")]
    public void The_message_says_what_was_expected_where_and_what_was_found(string data, string message)
    {
        Assert.Equal(message, Read.Event(data).Malformed);
    }

    [Fact]
    public void Nothing_is_kept_of_an_event_that_breaks_off()
    {
        StreamEvent e = Read.Event("""{"choices":[{"text":"abc","finish_reason":"stop"}],"usage":{"prompt_tokens":1}""");

        Assert.NotNull(e.Malformed);
        Assert.Equal(new StreamEvent { Malformed = e.Malformed }, e);
    }

    [Fact]
    public void Every_proper_prefix_of_an_event_is_malformed_and_shows_no_content()
    {
        byte[] whole = Encoding.UTF8.GetBytes("""
            {"id":"x","choices":[{"index":0,"delta":{"content":"Secret\n\u00e9","tool_calls":[]},"finish_reason":null}],"usage":{"prompt_tokens":-0,"x":[1.5e-3,true,false,null]}}
            """);
        for (int length = 0; length < whole.Length; length++)
        {
            string? malformed = Read.Event(whole.AsSpan(0, length)).Malformed;
            Assert.NotNull(malformed);
            Assert.DoesNotContain("ecret", malformed, StringComparison.Ordinal);
        }

        Assert.Null(Read.Event(whole).Malformed);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(100_000, false)]
    public void Nesting_is_bounded(int levels, bool good)
    {
        string data = $$"""{"x":{{new string('[', levels)}}{{new string(']', levels)}},"choices":[{"text":"a"}]}""";

        StreamEvent e = Read.Event(data);

        Assert.Equal(good, e.Malformed is null);
        Assert.Equal(good ? 1 : 0, e.OutputBytes);
    }
}
