namespace LoadGen.Launching.Supervising;

/// <summary>
/// Tells an engine's death from a helper's end. Engines start compilers, probes and queries all the time, which exit and mean nothing; a
/// scheduler that is gone behind a parent that still answers means everything.
/// </summary>
public static class DeathJudge
{
    // Queries and probes that happen to run when the engine is found to serve are over sooner. Its own processes are minutes old by then: weights were loaded.
    private static readonly TimeSpan s_helperLife = TimeSpan.FromSeconds(5);

    /// <summary>Whether the engine can no longer be trusted now that this process has ended.</summary>
    /// <param name="process">Which one.</param>
    /// <param name="status">How it ended; null where only its parent was told.</param>
    /// <param name="isReady">The engine had been found to serve.</param>
    /// <param name="age">How long it was known.</param>
    public static bool IsFailure(WatchedProcess process, ExitStatus? status, bool isReady, TimeSpan age)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (process.IsRoot)
        {
            // A server that ends, ends wrongly, with whatever code.
            return true;
        }

        // Before anything is concluded from a GPU: queries open every GPU there is, at readiness too, and end well or badly.
        if (HelperPrograms.Has(process.Command) || (age < s_helperLife && status is { Code: 0 }))
        {
            return false;
        }

        bool isPart = isReady && process.WasAliveWhenReady && (process.HeldGpu || age >= s_helperLife);
        if (!isPart)
        {
            // While it starts, or for what came later: probes open GPUs and end well. Only a crash of one that worked on a GPU is ours to report.
            return process.HeldGpu && status is { Code: not 0 };
        }

        // One whose end nobody told us of counts as a loss: that is the case of the dead scheduler, which its own parent reaps.
        return process.HeldGpu || status is not { Code: 0 };
    }
}
