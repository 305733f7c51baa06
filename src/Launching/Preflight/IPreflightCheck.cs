namespace LoadGen.Launching.Preflight;

/// <summary>One thing to look at before anything is started.</summary>
public interface IPreflightCheck
{
    /// <summary>As <c>--skip-preflight</c> takes it.</summary>
    string Name { get; }

    /// <summary>Whether it can tell nothing, for what other checks have found already is the cause.</summary>
    /// <param name="context">What it is about.</param>
    /// <param name="found">What the checks before it have found.</param>
    bool IsMoot(PreflightContext context, IReadOnlyList<Finding> found) => false;

    /// <summary>Looks.</summary>
    /// <returns>Everything that is not as it should be.</returns>
    Task<IReadOnlyList<Finding>> LookAsync(PreflightContext context, CancellationToken cancellation);
}
