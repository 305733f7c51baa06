using System.Buffers;
using System.Text;
using System.Text.Json;
using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Tests.Requests;

/// <summary>A counter's count stands in the place of the words.</summary>
public class PromptCountingTests
{
    [Theory]
    [InlineData("""{"prompt":"a b c"}""", nameof(ApiKind.Completions), 105)]
    [InlineData("""{"prompt":[1,2,3]}""", nameof(ApiKind.Completions), 3)]
    [InlineData("""{"prompt":["a b","c"]}""", nameof(ApiKind.Completions), 3)]
    [InlineData("""{"messages":[{"role":"user","content":"a b"},{"role":"user","content":"c"}]}""", nameof(ApiKind.Chat), 202)]
    [InlineData("""{"model":"m"}""", nameof(ApiKind.Chat), 0)]
    [InlineData("""{"text":"a b c"}""", nameof(ApiKind.Generate), 3)]
    public void Texts_of_completions_and_chats_are_counted_and_nothing_else(string body, string api, int expected)
    {
        var bytes = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body));
        GenerationRequest request = RequestReader.Read(bytes, Enum.Parse<ApiKind>(api));
        PromptCounting.Apply(new Counter(), bytes, Enum.Parse<ApiKind>(api), request);
        Assert.Equal(expected, request.PromptTokens);
    }

    [Fact]
    public void What_cannot_be_counted_is_a_bad_request()
    {
        var bytes = new ReadOnlySequence<byte>("""{"messages":[]}"""u8.ToArray());
        GenerationRequest request = RequestReader.Read(bytes, ApiKind.Chat);
        Assert.Equal("no messages", Assert.Throws<BadRequestException>(() => PromptCounting.Apply(new Counter(), bytes, ApiKind.Chat, request)).Message);
    }

    // Bytes and 100, messages and 200.
    private sealed class Counter : IPromptCounter
    {
        public int CountText(ReadOnlySpan<byte> utf8) => 100 + utf8.Length;

        public int CountChat(JsonElement request) => request.GetProperty("messages"u8).GetArrayLength() is > 0 and int n ? 200 + n : throw new FormatException("no messages");
    }
}
