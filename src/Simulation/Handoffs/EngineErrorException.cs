namespace LoadGen.Simulation.Handoffs;

/// <summary>A leg that the engine refuses or fails, in its own words and with its own status.</summary>
internal sealed class EngineErrorException(int status, string message) : Exception(message)
{
    public int Status => status;
}
