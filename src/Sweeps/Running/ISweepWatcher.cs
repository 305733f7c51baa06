using LoadGen.Results.Scores;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Running;

/// <summary>Is told how a sweep goes. Several configurations may run at once: calls come from several threads.</summary>
public interface ISweepWatcher
{
    /// <summary>The run begins.</summary>
    /// <param name="points">Points to measure.</param>
    /// <param name="kept">Points that an earlier run finished.</param>
    void OnBegun(int points, int kept);

    /// <summary>An engine is being started.</summary>
    void OnLaunching(ConfigurationPlan configuration);

    /// <summary>It serves.</summary>
    void OnReady(ConfigurationPlan configuration, TimeSpan took);

    /// <summary>It does not, or ceased to.</summary>
    void OnEngineFailed(ConfigurationPlan configuration, string message, IReadOnlyList<string> details);

    /// <summary>A point is being measured.</summary>
    void OnPoint(PointPlan point);

    /// <summary>It is done.</summary>
    void OnPointDone(PointPlan point, TimeSpan took, bool isValid);

    /// <summary>It is not.</summary>
    void OnPointFailed(PointPlan point, string message);

    /// <summary>An evaluation of its engine is over.</summary>
    /// <param name="point">The point.</param>
    /// <param name="eval">The evaluation.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="score">What came of it; null where it cannot be read.</param>
    void OnEvalDone(PointPlan point, EvalPlan eval, TimeSpan took, TaskScore? score);

    /// <summary>Something else that people should see.</summary>
    void OnNote(string line);
}
