using LoadGen.Results.Scores;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Folder;

/// <summary>
/// Evaluations of a point that is finished: asked in <c>attempts/POINT-eval-TASK-N</c>, and renamed to <c>points/POINT/evals/TASK</c> when they are over,
/// which is the commit, as of points.
/// </summary>
internal sealed class EvalFolders(SweepFolder sweep)
{
    /// <summary>
    /// Those of a point that are not over, or are of something else than the plan says. One that lacks its name only, because the run was killed
    /// between the two steps of the commit, gets it now.
    /// </summary>
    /// <exception cref="Results.ResultsException">Its scores cannot be written.</exception>
    public IReadOnlyList<EvalPlan> Missing(PointPlan point)
    {
        foreach (EvalPlan eval in point.Evals.Where(eval => !IsDone(ReadIn(Final(point, eval)), eval)))
        {
            foreach ((string attempt, _) in Numbered.All(sweep.Attempts, AttemptOf(point, eval)))
            {
                if (IsDone(ReadIn(attempt), eval) && Directory.Exists(PointOf(point)))
                {
                    Place(point, eval, attempt);
                    break;
                }
            }
        }

        return [.. point.Evals.Where(eval => !IsDone(ReadIn(Final(point, eval)), eval))];
    }

    /// <summary>A folder to ask in.</summary>
    public string Begin(PointPlan point, EvalPlan eval)
    {
        string attempt = Numbered.Next(sweep.Attempts, AttemptOf(point, eval));
        Directory.CreateDirectory(attempt);
        return attempt;
    }

    /// <summary>Makes a finished attempt the point's. One of other questions or another engine is kept in <c>attempts/</c>.</summary>
    /// <exception cref="Results.ResultsException">Its scores cannot be written.</exception>
    public void Commit(PointPlan point, EvalPlan eval, string attempt, EvalDocument document)
    {
        WholeFile.Write(Path.Combine(attempt, EvalDocument.FileName), document, SweepJson.Default.EvalDocument);
        Place(point, eval, attempt);
    }

    /// <summary>The point's folder.</summary>
    public string PointOf(PointPlan point) => Path.Combine(sweep.Points, point.Id);

    private void Place(PointPlan point, EvalPlan eval, string attempt)
    {
        string final = Final(point, eval);
        if (Directory.Exists(final))
        {
            Directory.Move(final, Numbered.Next(sweep.Attempts, $"{AttemptOf(point, eval)}-changed"));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(final)!);
        Directory.Move(attempt, final);
        ScoreDocument.WriteFile(PointOf(point), point.Id, point.Identity);
    }

    private static string AttemptOf(PointPlan point, EvalPlan eval) => $"{point.Id}-eval-{eval.Name}";

    private string Final(PointPlan point, EvalPlan eval) => Path.Combine(PointOf(point), RunScores.Folder, eval.Name);

    private static bool IsDone(EvalDocument? document, EvalPlan eval) => document?.Fingerprint == eval.Fingerprint;

    private static EvalDocument? ReadIn(string folder) => WholeFile.TryRead(Path.Combine(folder, EvalDocument.FileName), SweepJson.Default.EvalDocument);
}
