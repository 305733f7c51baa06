using System.ComponentModel;
using LoadGen.Economics.Detection;
using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Programs;

/// <summary>The programs of this host.</summary>
public sealed class SystemPrograms : IPrograms
{
    /// <inheritdoc/>
    public string? Find(string name) => ProgramPath.Find(name, Environment.GetEnvironmentVariable("PATH"));

    /// <inheritdoc/>
    public async Task<ProgramResult> RunAsync(IReadOnlyList<string> words, TimeSpan limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(words);
        string path = Find(words[0]) ?? throw new ProgramException($"'{words[0]}' is not installed, or its folder is not on PATH");
        try
        {
            ToolAnswer answer = await ToolRun.RunAsync(path, [.. words.Skip(1)], limit, cancellation);
            return answer.ExitCode is { } exitCode
                ? new ProgramResult(exitCode, answer.Stdout, answer.Stderr)
                : throw new ProgramException($"'{words[0]}' did not answer within {limit.TotalSeconds:0} s");
        }
        catch (Win32Exception e)
        {
            throw new ProgramException($"'{words[0]}' cannot be started: {e.Message}", e);
        }
    }
}
