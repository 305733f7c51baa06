using LoadGen.Launching.Executors;
using LoadGen.Launching.Manifests;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Life;

/// <summary>
/// Whether a job step of a manifest is still the launch's: a number of a job that lives on may have been given to nobody else, but a
/// cluster that was set up anew counts from one, and <c>scancel</c> by number asks for no name.
/// </summary>
/// <param name="programs">Where <c>squeue</c> is found.</param>
/// <param name="manifest">The launch.</param>
internal sealed class LeftoverSteps(IPrograms programs, LaunchManifest manifest)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    /// <summary>Whether a command of a teardown may be run.</summary>
    /// <returns>True for all but a <c>scancel</c> of a step that is over; and why that cannot be told, null when it can.</returns>
    public async Task<(string? Problem, bool IsOurs)> IsOursAsync(ManifestUnit unit, IReadOnlyList<string> words)
    {
        if (words[0] != "scancel" || unit.JobStep is not { } step || !words.Contains(step))
        {
            return (null, true);
        }

        if (manifest.State == LaunchState.Stopped)
        {
            return (null, false);
        }

        try
        {
            ProgramResult result = await programs.RunAsync(["squeue", "--steps", "--noheader", "--format=%i|%j"], s_limit, CancellationToken.None);
            string line = $"{step}|{new RunPlace(manifest.Launch, "").NameOf(unit.Name)}";
            return result.ExitCode == 0
                ? (null, result.Stdout.Split('\n', StringSplitOptions.TrimEntries).Contains(line, StringComparer.Ordinal))
                : ($"whether step {step} still runs cannot be told: {result.Complaint}", false);
        }
        catch (ProgramException e)
        {
            return ($"whether step {step} still runs cannot be told: {e.Message}", false);
        }
    }
}
