using LoadGen.Transport.Connections;

namespace LoadGen.Transport.Tests.Connections;

public sealed class ShownUrlTests
{
    [Theory]
    [InlineData("http://h:8000/", "http://h:8000/")]
    [InlineData("https://h/?api-key=SECRET", "https://h/?api-key=***")]
    [InlineData("https://h/v1?api-version=2024-10-21&key=a=b&flag&=x&empty=", "https://h/v1?api-version=***&key=***&***&=***&empty=")]
    [InlineData("http://unix:/run/engine.sock:/v1?key=SECRET", "http://unix:/run/engine.sock:/v1?key=***")]
    [InlineData("no url?SECRET", "no url?***")]
    [InlineData("https://h/?a=b?c=SECRET", "https://h/?a=***")]
    public void Of_the_query_names_stay_and_values_go(string text, string shown) => Assert.Equal(shown, ShownUrl.Of(text));

    [Fact]
    public void A_url_is_shown_as_its_text() => Assert.Equal("https://h/?k=***", ShownUrl.Of(new Uri("https://h?k=SECRET")));

    [Fact]
    public void Values_are_known_as_they_are_sent_and_as_they_were_meant()
    {
        Assert.Equal(["ab%2Fcd+e", "ab/cd+e", "ab/cd e", "bare"], ShownUrl.Secrets(new Uri("https://h/?key=ab%2Fcd+e&none=&bare")));
        Assert.Empty(ShownUrl.Secrets(new Uri("https://h/")));
    }
}
