namespace LoadGen.Configuration;

/// <summary>Finds the name that was probably meant.</summary>
public static class Spelling
{
    /// <summary>The known name that is nearest to <paramref name="name"/>; null where none is near enough to be a misspelling of it.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);

        // A third of the letters wrong is still the same word; a distance of 1 is, in any word of three letters or more.
        int distanceMax = Math.Max(1, name.Length / 3);
        string normal = Normalize(name);
        return known
            .Select(k => (Name: k, Distance: Distance(normal, Normalize(k))))
            .Where(k => k.Distance <= distanceMax && k.Distance < k.Name.Length)
            .OrderBy(k => k.Distance)
            .Select(k => k.Name)
            .FirstOrDefault();
    }

    private static string Normalize(string name) => name.ToLowerInvariant().Replace('-', '_');

    // Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost 1 each.
    private static int Distance(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1];
        int[] last = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] row = new int[b.Length + 1];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last) = (last, row);
        }

        return last[b.Length];
    }
}
