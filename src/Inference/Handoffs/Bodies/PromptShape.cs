using LoadGen.Inference.Json;

namespace LoadGen.Inference.Handoffs.Bodies;

/// <summary>How many prompts a value holds, and about how many tokens.</summary>
/// <param name="IsBatch">It is an array of prompts, if only of one.</param>
/// <param name="Count">Prompts; 1 when it is no batch.</param>
/// <param name="Tokens">Ids counted; of text, a quarter of its bytes; at least 1.</param>
internal readonly record struct PromptShape(bool IsBatch, int Count, int Tokens)
{
    /// <summary>A token of text is about four bytes: the common rule of thumb for English. Only compared with itself and with limits.</summary>
    private const int BytesPerToken = 4;

    /// <summary>Without a prompt.</summary>
    public static PromptShape None => new(false, 1, 1);

    /// <summary>Of text, messages or other content that is not counted further.</summary>
    public static PromptShape OfText(ReadOnlySpan<byte> value) => new(false, 1, TextTokens(value));

    /// <summary>Of a string, ids, strings, or arrays of ids.</summary>
    public static PromptShape Of(ReadOnlySpan<byte> value)
    {
        if (!JsonValue.IsArray(value))
        {
            return JsonValue.IsAbsent(value) ? None : OfText(value);
        }

        var scanner = new JsonScanner(value);
        scanner.EnterArray("an array");
        byte first = scanner.Peek();
        if (first == ']')
        {
            return None;
        }

        if (first is not ((byte)'"' or (byte)'[' or (byte)'n'))
        {
            return new(false, 1, Numbers(value));
        }

        int count = 0;
        long tokens = 0;
        while (scanner.NextElement())
        {
            ReadOnlySpan<byte> element = scanner.ReadRaw();
            count++;
            tokens += JsonValue.IsArray(element) ? Numbers(element) : TextTokens(element);
        }

        return new(true, count, (int)Math.Min(tokens, int.MaxValue));
    }

    // Ids hold no commas of their own.
    private static int Numbers(ReadOnlySpan<byte> array) => array.Count((byte)',') + 1;

    private static int TextTokens(ReadOnlySpan<byte> value) => Math.Max(1, (value.Length - 2) / BytesPerToken);
}
