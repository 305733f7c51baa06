namespace LoadGen.Launching.Programs;

/// <summary>What a program answered.</summary>
/// <param name="ExitCode">0 where all went well.</param>
/// <param name="Stdout">All of its standard output.</param>
/// <param name="Stderr">All of its standard error.</param>
public sealed record ProgramResult(int ExitCode, string Stdout, string Stderr)
{
    /// <summary>The first line that says what went wrong, for messages.</summary>
    public string Complaint => (Stderr + "\n" + Stdout).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? $"exit code {ExitCode}";
}
