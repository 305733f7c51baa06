using System.Globalization;
using LoadGen.Measurement.Results;

namespace LoadGen.Reporting;

/// <summary>What became of sessions, what the cache had, and how far token counts agree, in a few lines.</summary>
internal static class SessionLines
{
    public static void Write(ResultDocument d, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(d);
        ArgumentNullException.ThrowIfNull(output);
        if (d.Sessions is { } s)
        {
            output.WriteLine(
                $"Sessions: {Figures.Count(s.Started)} began, {Figures.Count(s.Completed)} completed, {Figures.Count(s.Broken)} broken, {Figures.Count(s.Cut)} cut; "
                + $"turns: {Figures.Count(s.TurnsMade)} of {Figures.Count(s.TurnsPlanned)} made; session p50 {Figures.Number(s.DurationS.P50)} s; "
                + $"gap lateness p50 {Figures.Number(s.GapLatenessMs.P50)} p99 {Figures.Number(s.GapLatenessMs.P99)} ms");
            WriteBands("turn", d.TtftBy?.Turn, output);
            WriteBands("context", d.TtftBy?.Context, output);
        }

        WriteBands("cached", d.TtftBy?.Cached, output);
        if (d.Cache is { } cache && (cache.HitRate ?? cache.TheoreticalHitRate) is not null)
        {
            string stated = cache.HitRate is { } rate ? $"{Percent(rate)} by usage of {Figures.Count(cache.Requests)} requests" : "no usage states cached tokens";
            output.WriteLine($"Cache hits: {stated}{(cache.TheoreticalHitRate is { } most ? $"; {Percent(most)} in theory, blocks of {cache.TheoreticalBlockTokens} tokens" : "")}");
        }

        if (d.TokenTruth?.UsageAgainstCounted is { } counted)
        {
            output.WriteLine($"Tokens by usage differ from our count in {Figures.Count(counted.Differing)} of {Figures.Count(counted.Requests)} requests, by {counted.Sum.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture)} in all, at most {Figures.Count(counted.Largest)} in one");
        }
    }

    private static void WriteBands(string by, IReadOnlyList<TtftBandInfo>? bands, TextWriter output)
    {
        if (bands is { Count: > 0 })
        {
            output.WriteLine($"TTFT p50 by {by}, ms: " + string.Join("; ", bands.Select(b => $"{b.Band}: {Figures.Number(b.P50Ms)}")));
        }
    }

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
