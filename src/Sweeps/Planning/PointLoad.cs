using LoadGen.Sweeps.Settings;

namespace LoadGen.Sweeps.Planning;

/// <summary>The concurrencies of a search space.</summary>
internal static class Concurrencies
{
    /// <summary>Those of the list; or from the start, doubled each time, to the end, which is measured too; a single null for a space without.</summary>
    public static IReadOnlyList<int?> Of(SearchSection space)
    {
        if (space.ConcList is { } list)
        {
            return [.. list.Select(conc => (int?)conc)];
        }

        if (space is not { ConcStart: { } start, ConcEnd: { } end })
        {
            return [null];
        }

        var steps = new List<int?>();
        for (long conc = start; conc < end; conc *= 2)
        {
            steps.Add((int)conc);
        }

        steps.Add(end);
        return steps;
    }
}
