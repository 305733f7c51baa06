using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>Reads the <c>choices</c> array: what each choice carries and whether one ended.</summary>
internal static class ChoiceReader
{
    /// <summary>Reads the array (or null) into <paramref name="result"/>, replacing what an earlier <c>choices</c> field said.</summary>
    public static void ReadAll(ref JsonScanner json, ref StreamEvent result)
    {
        bool any = false;
        FinishReason finish = FinishReason.None;
        Delta sum = default;
        if (!json.TryReadNull() && json.EnterArray("an array of choices"))
        {
            while (json.NextElement())
            {
                any = true;
                ReadOne(ref json, ref sum, ref finish);
            }
        }

        result.HasChoices = any;
        result.Output = sum.Kinds;
        result.OutputBytes = sum.Bytes;
        result.Finish = finish;
    }

    private static void ReadOne(ref JsonScanner json, ref Delta sum, ref FinishReason finish)
    {
        int text = 0;
        Delta delta = default;
        Delta message = default;
        FinishReason reason = FinishReason.None;
        json.EnterObject("a choice object");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("text"u8))
            {
                text = DeltaReader.LengthOfText(ref json, "a string or null as text");
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
            else
            {
                json.Skip();
            }
        }

        // Together sends a chat token as text and again in the delta: count it once.
        sum.Add(OutputKinds.Content, text - delta.ContentBytes);
        sum.Add(delta);
        sum.Add(message);

        // Of several choices that end in one event the last one's reason counts, but an abort is never covered up.
        if (reason != FinishReason.None && finish != FinishReason.Abort)
        {
            finish = reason;
        }
    }
}
