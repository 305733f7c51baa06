namespace LoadGen.Launching;

/// <summary>Why a launch did not come to serve, or ceased to.</summary>
public enum LaunchError
{
    /// <summary>The plan cannot be run in this way at all.</summary>
    Unusable,

    /// <summary>The host is not fit for it.</summary>
    Preflight,

    /// <summary>It did not come to serve.</summary>
    NotReady,

    /// <summary>It served, and then failed.</summary>
    Died,
}

/// <summary>A launch failed. Whatever it had started has been ended.</summary>
public sealed class LaunchException : Exception
{
    /// <summary>Creates one.</summary>
    /// <param name="error">At which point.</param>
    /// <param name="message">One line: what, where, what would be right.</param>
    /// <param name="details">Further lines, such as the end of a log.</param>
    /// <param name="inner">What led to it.</param>
    public LaunchException(LaunchError error, string message, IReadOnlyList<string>? details = null, Exception? inner = null)
        : base(message, inner)
    {
        Error = error;
        Details = details ?? [];
    }

    /// <summary>At which point it failed.</summary>
    public LaunchError Error { get; }

    /// <summary>Further lines, such as the end of a log; secrets are masked.</summary>
    public IReadOnlyList<string> Details { get; }
}
