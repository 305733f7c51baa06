namespace LoadGen.Economics.Detection;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; null where it did not end in time.</param>
/// <param name="Stdout">What it wrote to standard output.</param>
/// <param name="Stderr">What it wrote to standard error.</param>
public sealed record ToolAnswer(int? ExitCode, string Stdout, string Stderr);
