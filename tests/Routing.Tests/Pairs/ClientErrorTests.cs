using System.Text;
using System.Text.Json;
using LoadGen.Routing.Pairs;

namespace LoadGen.Routing.Tests.Pairs;

public sealed class ClientErrorTests
{
    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(503, "overloaded_error")]
    [InlineData(504, "timeout_error")]
    [InlineData(502, "server_error")]
    public void It_has_OpenAIs_shape(int status, string type)
    {
        using var json = JsonDocument.Parse(new ClientError(status, "some_code", "a \"quoted\"\nline").ToJson());
        JsonElement error = json.RootElement.GetProperty("error");

        Assert.Equal("a \"quoted\"\nline", error.GetProperty("message").GetString());
        Assert.Equal(type, error.GetProperty("type").GetString());
        Assert.Equal("some_code", error.GetProperty("code").GetString());
        Assert.Equal(JsonValueKind.Null, error.GetProperty("param").ValueKind);
    }

    [Fact]
    public void As_an_event_it_is_one_event_whatever_its_message_holds()
    {
        string text = Encoding.UTF8.GetString(new ClientError(502, "c", "one\n\ndata: two").ToEvent());

        Assert.StartsWith("data: {", text, StringComparison.Ordinal);
        Assert.Equal(text.Length - 2, text.IndexOf('\n', StringComparison.Ordinal));
    }
}
