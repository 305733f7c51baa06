using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>Counts the tokens that an event names one by one: their ids, or their log probabilities.</summary>
internal static class TokenLists
{
    /// <summary>How many ids an array has; 0 for null or anything else, which is passed over.</summary>
    public static int CountIds(ref JsonScanner json)
    {
        if (json.Peek() == '[')
        {
            return json.CountNumbers();
        }

        json.Skip();
        return 0;
    }

    /// <summary>
    /// How many tokens a choice's <c>logprobs</c> name: the length of <c>content</c> (chat) or <c>tokens</c> (completions), as most
    /// servers send; 0 for anything else, which is passed over.
    /// </summary>
    public static int CountLogprobs(ref JsonScanner json)
    {
        int content = 0;
        int tokens = 0;
        if (json.Peek() != '{')
        {
            json.Skip();
            return 0;
        }

        json.EnterObject("an object");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("content"u8))
            {
                content = CountElements(ref json);
            }
            else if (name.SequenceEqual("tokens"u8))
            {
                tokens = CountElements(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return Math.Max(content, tokens);
    }

    /// <summary>How many elements of any kind an array has; 0 for anything else, which is passed over.</summary>
    public static int CountElements(ref JsonScanner json)
    {
        int count = 0;
        if (json.Peek() != '[')
        {
            json.Skip();
            return 0;
        }

        json.EnterArray("an array");
        while (json.NextElement())
        {
            json.Skip();
            count++;
        }

        return count;
    }
}
