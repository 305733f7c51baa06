namespace LoadGen.Transport.Tests.Support;

/// <summary>Every way of interest to cut a sample into pieces.</summary>
internal static class Splits
{
    /// <summary>Whole, at every byte, byte by byte, and for samples up to <paramref name="pairsUpTo"/> bytes at every pair of bytes.</summary>
    public static IEnumerable<byte[][]> Of(byte[] sample, int pairsUpTo = 120)
    {
        yield return [sample];
        yield return [.. sample.Select(b => new[] { b })];
        for (int i = 1; i < sample.Length; i++)
        {
            yield return [sample[..i], sample[i..]];
        }

        for (int i = 1; sample.Length <= pairsUpTo && i < sample.Length; i++)
        {
            for (int j = i + 1; j < sample.Length; j++)
            {
                yield return [sample[..i], sample[i..j], sample[j..]];
            }
        }
    }

    /// <summary>Pieces of random lengths.</summary>
    public static byte[][] Random(byte[] sample, Random random)
    {
        var pieces = new List<byte[]>();
        int longest = random.Next(1, 40);
        for (int at = 0; at < sample.Length;)
        {
            int take = Math.Min(random.Next(1, longest + 1), sample.Length - at);
            pieces.Add(sample[at..(at + take)]);
            at += take;
        }

        return [.. pieces];
    }
}
