namespace LoadGen.Launching.Readiness;

/// <summary>Asks a service, once, whether it has passed a stage.</summary>
public interface IServiceProbe
{
    /// <summary>Asks.</summary>
    /// <returns>Null when it has; else what it answered.</returns>
    Task<ProbeProblem?> AskAsync(ServiceTarget target, ReadinessStage stage, CancellationToken cancellation);
}

/// <summary>Why a stage is not passed.</summary>
/// <param name="What">What the service answered.</param>
/// <param name="IsFinal">Asking again will not change it.</param>
/// <param name="IsSilence">It did not answer at all within the request's own limit.</param>
public sealed record ProbeProblem(string What, bool IsFinal = false, bool IsSilence = false);
