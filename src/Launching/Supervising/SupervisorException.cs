namespace LoadGen.Launching.Supervising;

/// <summary>A supervisor cannot do what it was told.</summary>
/// <param name="message">What, and what would be right.</param>
/// <param name="inner">Why.</param>
public sealed class SupervisorException(string message, Exception? inner = null) : Exception(message, inner);
