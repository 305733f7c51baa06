namespace LoadGen.Results.Postgres;

/// <summary>A push did not come to its end. The message is one line, without secrets; runs that were pushed before are there whole.</summary>
public sealed class PushException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="message">What happened, and what would be right.</param>
    /// <param name="isUnreachable">The database was not reached, or went away; else it refused.</param>
    /// <param name="inner">The cause.</param>
    public PushException(string message, bool isUnreachable, Exception? inner = null)
        : base(message, inner) => IsUnreachable = isUnreachable;

    /// <summary>The database was not reached, or went away.</summary>
    public bool IsUnreachable { get; }
}
