using LoadGen.Results.Points;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;

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
    /// commit, gets it now. A finished point of another fingerprint, or one that is not valid though the plan wants it so, is moved to
    /// <c>attempts/</c>: it is kept, and in nobody's way.
    /// </summary>
    public PointState Take(PointPlan point)
    {
        ArgumentNullException.ThrowIfNull(point);
        string final = Path.Combine(sweep.Points, point.Id);
        PointState state = PointState.Missing;
        if (Directory.Exists(final))
        {
            PointDocument? before = ReadIn(final);
            if (IsDone(before, point))
            {
                return PointState.Done;
            }

            state = before?.Fingerprint == point.Fingerprint ? PointState.Invalid : PointState.Changed;
            Directory.Move(final, Numbered.Next(sweep.Attempts, $"{point.Id}-{(state == PointState.Invalid ? "invalid" : "changed")}"));
        }

        foreach ((string attempt, _) in Numbered.All(sweep.Attempts, point.Id))
        {
            if (IsDone(ReadIn(attempt), point))
            {
                Directory.Move(attempt, final);
                return PointState.Done;
            }
        }

        return state;
    }

    /// <summary>What is known of a finished point; null where it is not finished.</summary>
    public PointDocument? Read(string id) => ReadIn(Path.Combine(sweep.Points, id));

    /// <summary>Whether a finished point needs no measurement: it is of what the plan says, and valid where the plan wants that.</summary>
    /// <param name="document">What is known of it; null: it is not finished.</param>
    /// <param name="point">What is planned.</param>
    public static bool IsDone(PointDocument? document, PointPlan point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return document is not null && document.Fingerprint == point.Fingerprint && (document.ExitCode != BenchExit.Invalid || point.AllowsInvalid);
    }

    private static PointDocument? ReadIn(string folder) => WholeFile.TryRead(Path.Combine(folder, PointDocument.FileName), SweepJson.Default.PointDocument);
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

    /// <summary>It is finished and was not valid, and was moved out of the way.</summary>
    Invalid,
}
