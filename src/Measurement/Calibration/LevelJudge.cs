using System.Globalization;
using LoadGen.Measurement.Validity;

namespace LoadGen.Measurement.Calibration;

/// <summary>Whose doing it is when a level is not what it should be.</summary>
public static class LevelJudge
{
    // A stream of a second at 50 tok/s whose last token comes two intervals late has 96% of its pace; below this it is no longer a matter
    // of the ends.
    private const double PaceKept = 0.95;

    /// <summary>Judges a level.</summary>
    public static CalibrationLevel Judge(LevelFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        (LevelVerdict verdict, IReadOnlyList<string> reasons) = Verdict(figures);
        return new CalibrationLevel(
            figures.Streams, figures.TokensPerSAsked, figures.TokensPerSSeen, figures.ObserverDelayUsP99, figures.CpuShare, figures.ServerLatenessUsP99, verdict, reasons);
    }

    private static (LevelVerdict Verdict, IReadOnlyList<string> Reasons) Verdict(LevelFigures f)
    {
        List<string> client = [.. f.ClientReasons];
        if (f.Failed > 0)
        {
            client.Insert(0, Text($"{f.Failed:N0} of {f.Streams:N0} streams failed: {f.FirstError}"));
        }

        string? pace = f.TokensPerSSeen < PaceKept * f.TokensPerSAsked
            ? Text($"{f.TokensPerSSeen:N0} of {f.TokensPerSAsked:N0} tok/s were seen")
            : null;

        // The server is held to what a schedule of ours is held to.
        double boundUs = 1000 * ValidityBounds.Default.LatenessBoundMs(f.ItlMs);
        string? late = f.ServerLatenessUsP99 > boundUs
            ? Text($"the server was late by {f.ServerLatenessUsP99:N0} µs at p99 (bound: {boundUs:N0} µs)")
            : null;

        return (client.Count > 0, pace, late) switch
        {
            // Faithful at full pace: that the server was late made it no easier.
            (false, null, _) => (LevelVerdict.Valid, []),

            // The client was quick with whatever came: less came than was asked for.
            (false, not null, _) => (LevelVerdict.ServerBound, late is null ? [pace] : [pace, late]),

            // Tokens that leave the server late leave it in heaps, and heaps keep any client waiting.
            (true, _, not null) => (LevelVerdict.ServerBound, [late, .. client]),
            _ => (LevelVerdict.Invalid, pace is null ? client : [.. client, pace]),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
