using LoadGen.Launching.Readiness;

namespace LoadGen.Launching.Tests.Support;

/// <summary>A service that answers as a function says.</summary>
internal sealed class FakeProbe(Func<ReadinessStage, int, ProbeProblem?> answer) : IServiceProbe
{
    private readonly Dictionary<ReadinessStage, int> _asked = [];

    public List<ReadinessStage> Stages { get; } = [];

    public Task<ProbeProblem?> AskAsync(ServiceTarget target, ReadinessStage stage, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int count = _asked[stage] = _asked.GetValueOrDefault(stage) + 1;
        Stages.Add(stage);
        return Task.FromResult(answer(stage, count));
    }
}
