using LoadGen.Tokenization.Merging;
using LoadGen.Tokenization.Vocabularies;

namespace LoadGen.Tokenization.Reading;

/// <summary>Reads <c>$.model</c>. Byte-pair encodings only: Unigram, WordPiece and WordLevel are refused.</summary>
internal static class ModelReader
{
    private static readonly string[] s_known =
        ["type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk", "byte_fallback", "ignore_merges"];

    public static BpeModel Read(Sections sections, Vocabulary written, bool isByteLevel)
    {
        RequireBpe(sections);
        foreach (string name in sections.ModelNames.Where(name => !s_known.Contains(name)))
        {
            throw sections.Model(name).Error($"not known here; known: vocab, merges, {string.Join(", ", s_known)}");
        }

        JsonPlace dropout = sections.Model("dropout");
        if (!dropout.IsNothing && dropout.Element.GetDouble() != 0)
        {
            throw dropout.Error("merges left out at random give a text no fixed ids; only null or 0 is supported");
        }

        byte[] prefix = sections.Model("continuing_subword_prefix").Utf8OrNone();
        byte[] suffix = sections.Model("end_of_word_suffix").Utf8OrNone();
        bool hasFallback = sections.Model("byte_fallback").Flag(ifNothing: false);
        if ((isByteLevel || hasFallback) && prefix.Length + suffix.Length > 0)
        {
            string name = prefix.Length > 0 ? "continuing_subword_prefix" : "end_of_word_suffix";
            throw sections.Model(name).Error("not supported together with ByteLevel or byte_fallback");
        }

        Vocabulary vocabulary = isByteLevel ? ByteLevelVocabulary.Of(written) : written;
        bool isWholePieceFirst = sections.Model("ignore_merges").Flag(ifNothing: false);
        return new BpeModel
        {
            Vocabulary = vocabulary,
            Merges = Merges(sections, written, prefix.Length, out bool isWordCrossed),
            IsByteLevel = isByteLevel,
            IsWholePieceFirst = isWholePieceFirst,
            HasByteFallback = hasFallback && !isByteLevel,
            UnknownId = Unknown(sections.Model("unk_token"), written),
            IsUnknownFused = sections.Model("fuse_unk").Flag(ifNothing: false),
            ContinuingPrefix = prefix,
            EndSuffix = suffix,
            WordMark = !isByteLevel && !isWholePieceFirst && !isWordCrossed && prefix.Length + suffix.Length == 0 && written.IdOf(WordMark) >= 0
                ? WordMark.ToArray()
                : [],
        };
    }

    private static ReadOnlySpan<byte> WordMark => "\u2581"u8;

    private static void RequireBpe(Sections sections)
    {
        JsonPlace type = sections.Model("type");
        // Files from before the models had types: it is a BPE if it has merges.
        string name = type.IsNothing && sections.Merges.IsThere ? "BPE" : type.Text();
        if (name != "BPE")
        {
            throw type.Unknown("model", name, "BPE");
        }

        if (!sections.HasVocabulary || !sections.Merges.IsThere)
        {
            throw sections.Model(sections.HasVocabulary ? "merges" : "vocab").Error("missing");
        }
    }

    private static int Unknown(JsonPlace place, Vocabulary vocabulary)
    {
        if (place.IsNothing)
        {
            return -1;
        }

        int id = vocabulary.IdOf(place.Utf8());
        return id >= 0 ? id : throw place.Error($"the token {place.Text()} is not in $.model.vocab");
    }

    private static MergeTable Merges(Sections sections, Vocabulary written, int prefixLength, out bool isWordCrossed)
    {
        MergeList list = sections.Merges;
        var table = new MergeTable(list.Count);
        byte[] joined = [];
        isWordCrossed = false;
        for (int i = 0; i < list.Count; i++)
        {
            ReadOnlySpan<byte> left = list.Left(i);
            ReadOnlySpan<byte> right = list.Right(i);
            ReadOnlySpan<byte> added = right.Length >= prefixLength ? right[prefixLength..] : right;
            joined = joined.Length < left.Length + added.Length ? new byte[2 * (left.Length + added.Length)] : joined;
            left.CopyTo(joined);
            added.CopyTo(joined.AsSpan(left.Length));
            ReadOnlySpan<byte> merged = joined.AsSpan(0, left.Length + added.Length);
            table.Set(IdOf(sections, written, i, left), IdOf(sections, written, i, right), rank: i, IdOf(sections, written, i, merged));
            isWordCrossed |= IsCrossed(merged);
        }

        return table;
    }

    private static int IdOf(Sections sections, Vocabulary written, int merge, ReadOnlySpan<byte> token) =>
        written.IdOf(token) is >= 0 and int id
            ? id
            : throw new TokenizerException(
                sections.File, $"$.model.merges[{merge}]", $"the token {System.Text.Encoding.UTF8.GetString(token)} is not in $.model.vocab");

    // Whether a word begins within the token: the mark after something that is no mark.
    private static bool IsCrossed(ReadOnlySpan<byte> token)
    {
        while (token.StartsWith(WordMark))
        {
            token = token[WordMark.Length..];
        }

        return token.IndexOf(WordMark) >= 0;
    }
}
