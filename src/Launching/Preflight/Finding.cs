namespace LoadGen.Launching.Preflight;

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>The launch may work, or measure less than the host can.</summary>
    Warning,

    /// <summary>The launch cannot work, or would disturb someone.</summary>
    Error,
}

/// <summary>One thing that is not as it should be.</summary>
/// <param name="Check">The check's name, as <c>--skip-preflight</c> takes it.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="What">What was found.</param>
/// <param name="Fix">What would be right.</param>
public sealed record Finding(string Check, Severity Severity, string What, string Fix)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Check}: {What}: {Fix}";
}
