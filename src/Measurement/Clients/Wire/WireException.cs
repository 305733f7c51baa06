namespace LoadGen.Measurement.Clients.Wire;

/// <summary>What came over a control connection is not what this program sends.</summary>
public sealed class WireException : IOException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">What came, and what should have come.</param>
    public WireException(string message)
        : base(message)
    {
    }
}
