namespace LoadGen.Launching.Supervising;

/// <summary>
/// Tells an engine's death from a helper's end. Engines start compilers, probes and queries all the time, which exit with 0 and mean
/// nothing; a scheduler that is gone behind a parent that still answers means everything.
/// </summary>
public static class DeathJudge
{
    /// <summary>Whether the engine can no longer be trusted now that this process has ended.</summary>
    /// <param name="process">Which one.</param>
    /// <param name="status">How it ended; null where only its parent was told.</param>
    /// <param name="isReady">The engine had been found to serve.</param>
    public static bool IsFailure(WatchedProcess process, ExitStatus? status, bool isReady)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (process.IsRoot)
        {
            // A server that ends, ends wrongly, with whatever code.
            return true;
        }

        if (isReady && process.WasAliveWhenReady)
        {
            // A compiler that ran just then ends well, and touches no GPU. One whose end nobody told us of counts as a loss:
            // that is the case of the dead scheduler, which its own parent reaps.
            return process.HeldGpu || status is not { Code: 0 };
        }

        // While it starts, or for what came later: probes open GPUs and end well. Only a crash of one that worked on a GPU is ours to report.
        return process.HeldGpu && status is { Code: not 0 };
    }
}
