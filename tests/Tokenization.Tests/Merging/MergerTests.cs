using LoadGen.Tokenization.Merging;

namespace LoadGen.Tokenization.Tests.Merging;

/// <summary>The two ways of merging, and one more that only has to be right.</summary>
public class MergerTests
{
    [Fact]
    public void Short_and_long_pieces_are_merged_as_the_definition_has_it()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        for (int round = 0; round < 300; round++)
        {
            MergeTable merges = RandomMerges(random, out int alphabet);
            int[] symbols = [.. Enumerable.Range(0, random.Next(1, 4 * Merger.ShortSymbols)).Select(_ => random.Next(alphabet))];

            int[] expected = ByDefinition(merges, symbols);

            Assert.True(expected.AsSpan().SequenceEqual(Merged(new Merger(merges).Merge, symbols)), $"seed {Seed}, round {round}: merger");
            Assert.True(expected.AsSpan().SequenceEqual(Merged(new HeapMerger(merges).Merge, symbols)), $"seed {Seed}, round {round}: heap");
        }
    }

    [Fact]
    public void A_megabyte_in_one_piece_is_merged()
    {
        // a a → 1, 1 1 → 2, …: the number of ids left is that of the ones in the length's binary digits, from the top.
        var merges = new MergeTable(20);
        for (int i = 0; i < 20; i++)
        {
            merges.Set(i, i, rank: i, id: i + 1);
        }

        Assert.Equal([20], Merged(new Merger(merges).Merge, new int[1 << 20]));
        Assert.Equal([19, 18, 0], Merged(new Merger(merges).Merge, new int[(1 << 19) + (1 << 18) + 1]));
    }

    [Fact]
    public void The_pair_of_the_first_two_ids_is_like_any_other()
    {
        var merges = new MergeTable(4);
        Assert.Equal(MergeTable.None, merges.Find(0, 0));

        merges.Set(0, 0, rank: 3, id: 7);

        Assert.Equal(7, MergeTable.IdOf(merges.Find(0, 0)));
        Assert.Equal(3, MergeTable.RankOf(merges.Find(0, 0)));
    }

    private static MergeTable RandomMerges(Random random, out int alphabet)
    {
        alphabet = random.Next(1, 5);
        int count = random.Next(1, 30);
        var merges = new MergeTable(count);
        for (int rank = 0; rank < count; rank++)
        {
            // Tokens made so far, so that merges build on each other.
            merges.Set(random.Next(alphabet + rank), random.Next(alphabet + rank), rank, alphabet + rank);
        }

        return merges;
    }

    private static int[] ByDefinition(MergeTable merges, int[] symbols)
    {
        var ids = symbols.ToList();
        while (true)
        {
            int at = -1;
            for (int i = 0; i + 1 < ids.Count; i++)
            {
                if (merges.Find(ids[i], ids[i + 1]) != MergeTable.None
                    && (at < 0 || MergeTable.RankOf(merges.Find(ids[i], ids[i + 1])) < MergeTable.RankOf(merges.Find(ids[at], ids[at + 1]))))
                {
                    at = i;
                }
            }

            if (at < 0)
            {
                return [.. ids];
            }

            ids[at] = MergeTable.IdOf(merges.Find(ids[at], ids[at + 1]));
            ids.RemoveAt(at + 1);
        }
    }

    private delegate int MergeInPlace(Span<int> ids);

    private static int[] Merged(MergeInPlace merge, int[] symbols)
    {
        int[] ids = [.. symbols];
        return ids[..merge(ids)];
    }
}
