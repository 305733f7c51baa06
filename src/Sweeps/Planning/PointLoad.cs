using System.Globalization;
using LoadGen.Sweeps.Settings;

namespace LoadGen.Sweeps.Planning;

/// <summary>How hard an engine is pressed: by so many streams, or by so many requests a second whatever it does; by neither where a trace decides.</summary>
internal sealed record PointLoad(int? Concurrency, double? RatePerS)
{
    /// <summary>What an id has of it.</summary>
    public string Mark => (Concurrency, RatePerS) switch
    {
        ({ } conc, _) => string.Create(CultureInfo.InvariantCulture, $"-c{conc}"),
        (_, { } rate) => string.Create(CultureInfo.InvariantCulture, $"-rate{rate}"),
        _ => "",
    };

    /// <summary>What warm-up is counted by: streams, or the requests of a second.</summary>
    public int Streams => Concurrency ?? (RatePerS is { } rate ? (int)Math.Ceiling(rate) : 1);

    /// <summary>
    /// Those of a search space: the concurrencies of its list, or from the start, doubled each time, to the end, which is measured too; then the rates.
    /// One of neither for a space without.
    /// </summary>
    public static IReadOnlyList<PointLoad> Of(SearchSection space)
    {
        PointLoad[] all = [.. Concurrencies(space).Select(conc => new PointLoad(conc, null)), .. (space.RateList ?? []).Select(rate => new PointLoad(null, rate))];
        return all.Length > 0 ? all : [new PointLoad(null, null)];
    }

    private static IReadOnlyList<int> Concurrencies(SearchSection space)
    {
        if (space.ConcList is { } list)
        {
            return list;
        }

        var steps = new List<int>();
        if (space is { ConcStart: { } start, ConcEnd: { } end })
        {
            for (long conc = start; conc < end; conc *= 2)
            {
                steps.Add((int)conc);
            }

            steps.Add(end);
        }

        return steps;
    }
}
