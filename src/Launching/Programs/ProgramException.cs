namespace LoadGen.Launching.Programs;

/// <summary>A program could not be run to its end.</summary>
/// <param name="message">Which, and why.</param>
/// <param name="inner">What the framework said.</param>
public sealed class ProgramException(string message, Exception? inner = null) : Exception(message, inner);
