using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>Reads the <c>choices</c> array: what each choice carries and whether one ended.</summary>
internal static class ChoiceReader
{
    /// <summary>Reads the array (or null) into <paramref name="result"/>, replacing what an earlier <c>choices</c> field said.</summary>
    public static void ReadAll(ref JsonScanner json, ref StreamState state, ref StreamEvent result)
    {
        bool any = false;
        ChoiceSum sum = default;
        if (!json.TryReadNull() && json.EnterArray("an array of choices"))
        {
            while (json.NextElement())
            {
                any = true;
                ReadOne(ref json, ref state, ref sum);
            }
        }

        result.HasChoices = any;
        result.Output = sum.Kinds;
        result.OutputBytes = sum.Bytes;
        result.Finish = sum.Finish;
        result.Tokens = Math.Max(sum.TokenIds, sum.Logprobs);
    }

    private static void ReadOne(ref JsonScanner json, ref StreamState state, ref ChoiceSum sum)
    {
        ReadOnlySpan<byte> text = default;
        Delta delta = default;
        Delta message = default;
        FinishReason reason = FinishReason.None;
        int tokenIds = 0;
        int logprobs = 0;
        json.EnterObject("a choice object");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("text"u8))
            {
                text = DeltaReader.Text(ref json, "a string or null as text");
            }
            else if (name.SequenceEqual("delta"u8))
            {
                delta = DeltaReader.Read(ref json, "an object or null as delta");
            }
            else if (name.SequenceEqual("message"u8))
            {
                message = DeltaReader.Read(ref json, "an object or null as message");
            }
            else if (name.SequenceEqual("finish_reason"u8))
            {
                reason = FinishReasonReader.Read(ref json);
            }
            else if (name.SequenceEqual("token_ids"u8))
            {
                tokenIds = TokenLists.CountIds(ref json);
            }
            else if (name.SequenceEqual("logprobs"u8))
            {
                logprobs = TokenLists.CountLogprobs(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        // Together sends a chat token as text and again in the delta: count it once.
        delta.Content = text.Length > delta.Content.Length ? text : delta.Content;
        Take(delta, ref state, ref sum);
        Take(message, ref state, ref sum);
        sum.TokenIds += tokenIds;
        sum.Logprobs += logprobs;

        // Of several choices that end in one event the last one's reason counts, but an abort is never covered up.
        if (reason != FinishReason.None && sum.Finish != FinishReason.Abort)
        {
            sum.Finish = reason;
        }
    }

    private static void Take(in Delta delta, ref StreamState state, ref ChoiceSum sum)
    {
        sum.Add(delta);
        state.Append(OutputKinds.Reasoning, delta.Reasoning);
        state.Append(OutputKinds.Content, delta.Content);
    }
}
