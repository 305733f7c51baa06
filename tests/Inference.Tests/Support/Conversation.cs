using System.Text;

namespace LoadGen.Inference.Tests.Support;

/// <summary>Short ways to write bodies of any API.</summary>
internal static class Conversation
{
    public static IInferenceApi Api(string name) => InferenceApis.TryGet(name, out IInferenceApi? api) ? api : throw new ArgumentException(name);

    public static ChatMessage Message(ChatRole role, string text) => new(role, Encoding.UTF8.GetBytes(text));

    public static string Text(string api, string text, GenerationOptions? options = null) =>
        Body.Write(Api(api), new GenerationRequest { Options = options ?? Body.Options, Text = Encoding.UTF8.GetBytes(text), MaxTokens = 8 });

    public static string Ids(string api, ReadOnlySpan<int> ids, GenerationOptions? options = null) =>
        Body.Write(Api(api), new GenerationRequest { Options = options ?? Body.Options, TokenIds = ids, MaxTokens = 8 });

    public static string Messages(string api, params ReadOnlySpan<ChatMessage> messages) =>
        Body.Write(Api(api), new GenerationRequest { Options = Body.Options, Messages = messages, MaxTokens = 8 });

    public static string MessagesJson(string api, string json) =>
        Body.Write(Api(api), new GenerationRequest { Options = Body.Options, MessagesJson = Encoding.UTF8.GetBytes(json), MaxTokens = 8 });
}
