using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Life;

/// <summary>A command that ends what signals do not reach: <c>docker rm</c>, <c>scancel</c>.</summary>
internal static class TeardownCommand
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    // How docker and podman, and scancel, say that there is nothing to end any more.
    private static readonly string[] s_gone = ["no such container", "no container with", "invalid job id", "already completing or completed"];

    /// <summary>Runs it.</summary>
    /// <returns>What it could not do, null when all is well; and whether it says that it has removed something.</returns>
    public static async Task<(string? Problem, bool HasRemoved)> RunAsync(IPrograms programs, IReadOnlyList<string> words)
    {
        try
        {
            ProgramResult result = await programs.RunAsync(words, s_limit, CancellationToken.None);
            if (s_gone.Any(gone => result.Stderr.Contains(gone, StringComparison.OrdinalIgnoreCase)))
            {
                return (null, false);
            }

            // docker rm answers with the name of what it has removed; scancel says nothing.
            return result.ExitCode == 0
                ? (null, result.Stdout.Trim().Length > 0)
                : ($"'{string.Join(' ', words)}' failed: {result.Complaint}", false);
        }
        catch (ProgramException e)
        {
            return ($"'{string.Join(' ', words)}' failed: {e.Message}", false);
        }
    }
}
