namespace LoadGen.Measurement.Results;

/// <summary>The run's folder cannot be made or used; the message says which, why, and what would be right.</summary>
public sealed class RunFolderException : Exception
{
    /// <summary>Creates the failure.</summary>
    public RunFolderException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
