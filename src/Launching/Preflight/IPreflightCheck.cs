namespace LoadGen.Launching.Preflight;

/// <summary>One thing to look at before anything is started.</summary>
public interface IPreflightCheck
{
    /// <summary>As <c>--skip-preflight</c> takes it.</summary>
    string Name { get; }

    /// <summary>Looks.</summary>
    /// <returns>Everything that is not as it should be.</returns>
    Task<IReadOnlyList<Finding>> LookAsync(PreflightContext context, CancellationToken cancellation);
}
