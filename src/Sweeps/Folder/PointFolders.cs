using LoadGen.Results.Points;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Folder;

/// <summary>
/// From an attempt to a point. A point is measured in <c>attempts/ID-N</c>; when it is finished, <c>point.json</c> is written into it, and
/// then the folder is renamed to <c>points/ID</c>, which is the commit: a process that is killed at any moment leaves a point that is there
/// or one that is not, never half a one and never two.
/// </summary>
public sealed class PointFolders(SweepFolder sweep)
{
    /// <summary>A folder to measure a point in.</summary>
    public string Begin(PointPlan point)
    {
        ArgumentNullException.ThrowIfNull(point);
        string attempt = Numbered.Next(sweep.Attempts, point.Id);
        Directory.CreateDirectory(attempt);
        return attempt;
    }

    /// <summary>Makes a finished attempt the point.</summary>
    /// <param name="attempt">The folder it was measured in.</param>
    /// <param name="document">What it was of.</param>
    public void Commit(string attempt, PointDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        WholeFile.Write(Path.Combine(attempt, PointDocument.FileName), document, SweepJson.Default.PointDocument);
        Directory.Move(attempt, Path.Combine(sweep.Points, document.Id));
    }

    /// <summary>
    /// What an earlier run left of a point. An attempt that lacks its name only, because the run was killed between the two steps of the
    /// commit, gets it now. A finished point of another fingerprint is moved to <c>attempts/</c>: it is kept, and in nobody's way.
    /// </summary>
    public PointState Take(PointPlan point)
    {
        ArgumentNullException.ThrowIfNull(point);
        string final = Path.Combine(sweep.Points, point.Id);
        bool wasMoved = false;
        if (Directory.Exists(final))
        {
            if (FingerprintOf(final) == point.Fingerprint)
            {
                return PointState.Done;
            }

            Directory.Move(final, Numbered.Next(sweep.Attempts, $"{point.Id}-changed"));
            wasMoved = true;
        }

        foreach ((string attempt, _) in Numbered.All(sweep.Attempts, point.Id))
        {
            if (FingerprintOf(attempt) == point.Fingerprint)
            {
                Directory.Move(attempt, final);
                return PointState.Done;
            }
        }

        return wasMoved ? PointState.Changed : PointState.Missing;
    }

    /// <summary>What is known of a finished point; null where it is not finished.</summary>
    public PointDocument? Read(string id) => WholeFile.TryRead(Path.Combine(sweep.Points, id, PointDocument.FileName), SweepJson.Default.PointDocument);

    private static string? FingerprintOf(string folder) =>
        WholeFile.TryRead(Path.Combine(folder, PointDocument.FileName), SweepJson.Default.PointDocument)?.Fingerprint;
}

/// <summary>What there is of a point before it is measured.</summary>
public enum PointState
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>It is finished, and measured what the plan says.</summary>
    Done,

    /// <summary>It is finished, and measured something else, which was moved out of the way.</summary>
    Changed,
}
