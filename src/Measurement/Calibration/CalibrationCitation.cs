using System.Globalization;

namespace LoadGen.Measurement.Calibration;

/// <summary>What a calibration says of a run.</summary>
/// <param name="File">The calibration's file.</param>
/// <param name="Date">When it was made, UTC.</param>
/// <param name="LimitTokensPerS">Tokens a second that were measured faithfully, one to a chunk; null when no level was valid.</param>
/// <param name="LimitStreams">Streams at that level.</param>
/// <param name="LimitIsLowerBound">The client may be able to do more.</param>
/// <param name="MatchesHost">It was made on this machine.</param>
/// <param name="HostDifferences">What differs between the machines.</param>
/// <param name="UsedShare">The run's output chunks a second / the limit; null without a limit.</param>
public sealed record CalibrationCitation(
    string File, DateTimeOffset Date, double? LimitTokensPerS, int? LimitStreams, bool? LimitIsLowerBound, bool MatchesHost, IReadOnlyList<string> HostDifferences,
    double? UsedShare)
{
    /// <summary>What a reader of the run must know, one line each.</summary>
    public IEnumerable<string> Notes()
    {
        if (!MatchesHost)
        {
            yield return $"the calibration was made on another machine ({string.Join("; ", HostDifferences)}): run loadgen calibrate here.";
        }

        if (LimitTokensPerS is null)
        {
            yield return "the calibration found no load that this program measures faithfully on its host.";
        }
        else if (UsedShare > 1)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"the run received {UsedShare:P0} of the calibrated limit of {(LimitIsLowerBound == true ? "at least " : "")}{LimitTokensPerS:N0} tok/s: its validity was not shown at this load.");
        }
    }
}
