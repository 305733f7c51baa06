namespace LoadGen.Simulation;

/// <summary>The simulated engine cannot start. The message is one line: what is wrong, where, and what would be right.</summary>
public sealed class SimulationException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">One line: what is wrong, where, and what would be right.</param>
    /// <param name="inner">The cause, where there is one.</param>
    public SimulationException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
