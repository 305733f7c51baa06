using LoadGen.Inference.Writing;

namespace LoadGen.Inference.Apis;

/// <summary>
/// The rerank API of Jina and Cohere as vLLM and SGLang serve it: documents put in order by a query. Of messages the first is the query and
/// the others are the documents. A plain text is cut into a query and passages.
/// </summary>
public sealed class RerankApi() : ScoringApi(PromptKinds.Text | PromptKinds.Messages)
{
    // A search query and a passage as retrieval benchmarks have them, in words.
    private const int QueryWords = 16;
    private const int PassageWords = 128;

    /// <inheritdoc/>
    public override string Name => "rerank";

    /// <inheritdoc/>
    public override string Path => "/v1/rerank";

    private protected override ReadOnlySpan<byte> ListName => "results"u8;

    private protected override void WritePrompt(ref RequestBody body, in GenerationRequest request)
    {
        ReadOnlySpan<byte> text = request.Text;
        ReadOnlySpan<byte> query = request.Messages.IsEmpty ? TakeWords(ref text, QueryWords) : request.Messages[0].Text.Span;
        if (body.Begin("query"u8))
        {
            body.Json.String(query);
        }

        if (body.Begin("documents"u8))
        {
            body.Json.Raw("["u8);
            WriteDocuments(ref body, request.Messages, text);
            body.Json.Raw("]"u8);
        }
    }

    private static void WriteDocuments(ref RequestBody body, ReadOnlySpan<ChatMessage> messages, ReadOnlySpan<byte> text)
    {
        for (int i = 1; i < messages.Length; i++)
        {
            body.Json.Raw(i > 1 ? ","u8 : default);
            body.Json.String(messages[i].Text.Span);
        }

        // A text too short for both is a query without documents' words: servers want one document at least.
        bool any = messages.Length > 1;
        while (!text.IsEmpty || !any)
        {
            body.Json.Raw(any ? ","u8 : default);
            body.Json.String(TakeWords(ref text, PassageWords));
            any = true;
        }
    }

    private static ReadOnlySpan<byte> TakeWords(scoped ref ReadOnlySpan<byte> text, int words)
    {
        ReadOnlySpan<byte> all = text;
        int end = 0;
        for (int i = 0; i < words; i++)
        {
            int space = all[end..].IndexOf((byte)' ');
            if (space < 0)
            {
                text = default;
                return all;
            }

            end += space + 1;
        }

        text = all[end..];
        return all[..(end - 1)];
    }
}
