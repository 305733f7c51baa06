namespace LoadGen.Telemetry;

/// <summary>Nothing here can be read as asked; the message says what was tried, why it failed, and what would be right.</summary>
public sealed class TelemetryException : Exception
{
    /// <summary>Creates the failure.</summary>
    public TelemetryException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
