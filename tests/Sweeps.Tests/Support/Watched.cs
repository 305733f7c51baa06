using LoadGen.Results.Scores;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;

namespace LoadGen.Sweeps.Tests.Support;

/// <summary>Writes down what a sweep tells.</summary>
internal sealed class Watched : ISweepWatcher
{
    private readonly Lock _lock = new();

    public List<string> Lines { get; } = [];

    public void OnBegun(int points, int kept) => Add($"begun {points} kept {kept}");

    public void OnLaunching(ConfigurationPlan configuration) => Add($"launching {configuration.Id}");

    public void OnReady(ConfigurationPlan configuration, TimeSpan took) => Add($"ready {configuration.Id}");

    public void OnEngineFailed(ConfigurationPlan configuration, string message, IReadOnlyList<string> details) => Add($"engine failed {configuration.Id}: {message}");

    public void OnPoint(PointPlan point) => Add($"point {point.Id}");

    public void OnPointDone(PointPlan point, TimeSpan took, bool isValid) => Add($"done {point.Id}{(isValid ? "" : " not valid")}");

    public void OnPointFailed(PointPlan point, string message) => Add($"failed {point.Id}: {message}");

    public void OnEvalDone(PointPlan point, EvalPlan eval, TimeSpan took, TaskScore? score) => Add($"asked {point.Id}: {eval.Name} {score?.Accuracy}");

    public void OnNote(string line) => Add($"note {line}");

    private void Add(string line)
    {
        lock (_lock)
        {
            Lines.Add(line);
        }
    }
}
