namespace LoadGen.Measurement.Clients;

/// <summary>The clients of a run could not be brought together; the message is one line that says which, why, and what would be right.</summary>
public sealed class ClientException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">The line.</param>
    /// <param name="isUsage">The command line or a host is to be put right.</param>
    public ClientException(string message, bool isUsage = false)
        : base(message) => IsUsage = isUsage;

    /// <summary>The command line or a host is to be put right.</summary>
    public bool IsUsage { get; }
}
