using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>Reads embeddings and ranks: a list that must not be empty, and the prompt's tokens. What the list holds is not looked at.</summary>
internal static class ScoringReader
{
    /// <summary>Reads a whole response body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="list">The list's name.</param>
    /// <param name="result">What it says.</param>
    public static void Read(ReadOnlySpan<byte> body, ReadOnlySpan<byte> list, ref StreamEvent result)
    {
        body = JsonText.Trim(body);
        var json = new JsonScanner(body);
        bool isError = false;
        bool hasErrorType = false;
        json.EnterObject("a JSON object");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual(list))
            {
                result.HasChoices = TokenLists.CountElements(ref json) > 0;
            }
            else if (name.SequenceEqual("usage"u8))
            {
                result.HasUsage = TryReadUsage(ref json, out TokenUsage usage);
                result.Usage = usage;
            }
            else if (name.SequenceEqual("error"u8))
            {
                isError = EventErrors.SaysError(ref json);
            }
            else if (name.SequenceEqual("object"u8))
            {
                hasErrorType = EventErrors.IsErrorName(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        json.End();
        if (!EventErrors.IsFault(json, isError || hasErrorType, body, ref result))
        {
            EventErrors.Require(result.HasChoices, "a response with results", ref result);
        }
    }

    // Jina states only the total, which of a prompt without an answer is the same.
    private static bool TryReadUsage(ref JsonScanner json, out TokenUsage usage)
    {
        int prompt = CountReader.NotStated;
        int total = CountReader.NotStated;
        usage = default;
        if (json.TryReadNull() || !json.EnterObject("an object or null as usage"))
        {
            return false;
        }

        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("prompt_tokens"u8))
            {
                prompt = CountReader.Read(ref json);
            }
            else if (name.SequenceEqual("total_tokens"u8))
            {
                total = CountReader.Read(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        usage = new TokenUsage(prompt < 0 ? total : prompt, 0, CountReader.NotStated, CountReader.NotStated);
        return true;
    }
}
