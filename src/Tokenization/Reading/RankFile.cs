using System.Buffers;
using System.Buffers.Text;
using LoadGen.Tokenization.Added;
using LoadGen.Tokenization.Merging;
using LoadGen.Tokenization.Pipeline;
using LoadGen.Tokenization.PreTokenizing;
using LoadGen.Tokenization.Splitting;
using LoadGen.Tokenization.Vocabularies;

namespace LoadGen.Tokenization.Reading;

/// <summary>Reads tiktoken's files of ranks: a line a token, its bytes in base64, a blank, its rank, which is its id.</summary>
internal static class RankFile
{
    public static TokenizerParts Read(string file, ReadOnlySpan<byte> bytes, TokenizerOptions options)
    {
        RankEncoding encoding = RankEncoding.Find(file, options.Pattern);
        var builder = new VocabularyBuilder();
        ReadTokens(file, bytes, builder);
        Vocabulary ranks = builder.Build();
        foreach ((string content, int id) in encoding.SpecialTokens)
        {
            if (builder.Has(id))
            {
                throw new TokenizerException(file, $"the id {id} of {content} is taken: these are not the ranks of {encoding.Name}");
            }

            builder.Add(id, System.Text.Encoding.UTF8.GetBytes(content));
        }

        AddedToken[] added = [.. encoding.SpecialTokens.Select(t => new AddedToken(t.Id, System.Text.Encoding.UTF8.GetBytes(t.Content)) { IsSpecial = true })];
        Vocabulary all = builder.Build();
        return new TokenizerParts
        {
            Model = new BpeModel { Vocabulary = ranks, Merges = Merges(ranks), IsByteLevel = true, IsWholePieceFirst = true },
            Written = all,
            Decoded = all,
            BytesOfTokens = all,
            PreTokenizers = [new SplitStep(Finder(file, encoding.Pattern), SplitBehavior.Isolated)],
            AddedTokens = added,
            RawTokens = new AddedTokenFinder(added, token => token.Content),
            NormalizedTokens = new AddedTokenFinder([], token => token.Content),
        };
    }

    private static PieceFinder Finder(string file, string pattern)
    {
        try
        {
            return Patterns.FinderOf(pattern);
        }
        catch (FormatException e)
        {
            throw new TokenizerException(file, e.Message, e);
        }
    }

    private static void ReadTokens(string file, ReadOnlySpan<byte> bytes, VocabularyBuilder builder)
    {
        int number = 0;
        while (!bytes.IsEmpty)
        {
            number++;
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? bytes : bytes[..end]).TrimEnd((byte)'\r');
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (!line.IsEmpty && !TryReadLine(line, builder))
            {
                throw new TokenizerException(file, $"line {number} is not a token in base64, a blank, and a rank of its own under {VocabularyBuilder.IdLimit}");
            }
        }

        if (number == 0)
        {
            throw new TokenizerException(file, "is empty");
        }
    }

    private static bool TryReadLine(ReadOnlySpan<byte> line, VocabularyBuilder builder)
    {
        int blank = line.IndexOf((byte)' ');
        if (blank <= 0 || blank > 4096)
        {
            return false;
        }

        Span<byte> token = stackalloc byte[3072];
        if (Base64.DecodeFromUtf8(line[..blank], token, out _, out int length) != OperationStatus.Done || length == 0
            || !Utf8Parser.TryParse(line[(blank + 1)..], out int rank, out int read) || read != line.Length - blank - 1
            || rank is < 0 or >= VocabularyBuilder.IdLimit || builder.Has(rank))
        {
            return false;
        }

        builder.Add(rank, token[..length]);
        return true;
    }

    // A token comes of any two tokens it can be cut into; its rank is when.
    private static MergeTable Merges(Vocabulary ranks)
    {
        var found = new List<(int Left, int Right, int Id)>(ranks.Size * 2);
        for (int id = 0; id < ranks.Size; id++)
        {
            ReadOnlySpan<byte> token = ranks[id];
            for (int cut = 1; cut < token.Length; cut++)
            {
                if (ranks.IdOf(token[..cut]) is >= 0 and int left && ranks.IdOf(token[cut..]) is >= 0 and int right)
                {
                    found.Add((left, right, id));
                }
            }
        }

        var merges = new MergeTable(found.Count);
        foreach ((int left, int right, int id) in found)
        {
            merges.Set(left, right, id, id);
        }

        return merges;
    }
}
