using LoadGen.Tokenization.Vocabularies;

namespace LoadGen.Tokenization.Reading;

/// <summary>A byte-level tokenizer's vocabulary by the bytes that its tokens stand for.</summary>
internal static class ByteLevelVocabulary
{
    /// <summary>The same ids. A token with characters that stand for no byte is its own UTF-8, and no text comes to be it.</summary>
    public static Vocabulary Of(Vocabulary written)
    {
        var builder = new VocabularyBuilder();
        byte[] bytes = new byte[written.LongestBytes];
        for (int id = 0; id < written.Size; id++)
        {
            if (written.Has(id))
            {
                bool isReadable = ByteLevelAlphabet.TryRead(written[id], bytes, out int count);
                builder.Add(id, isReadable ? bytes.AsSpan(0, count) : written[id], isReadable);
            }
        }

        return builder.Build();
    }
}
