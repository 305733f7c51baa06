using LoadGen.Measurement.Recording;

namespace LoadGen.Cli.Calibrating;

/// <summary>
/// Starts the server's statistics anew once its streams are at pace: thousands of requests that begin at once make any server late for a
/// moment, and that moment is not what a level is about.
/// </summary>
internal sealed class ResetAtPace(Uri server, double tokensPerS) : IRunObserver
{
    private const double AtPace = 0.9;

    /// <summary>Ends when the statistics were started anew; completed from the start where that never came to be.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    private bool HasReset { get; set; }

    public void OnInterval(BenchSnapshot snapshot)
    {
        if (!HasReset && !snapshot.IsWarmup && snapshot.Done == 0 && snapshot.TokensPerS >= AtPace * tokensPerS)
        {
            HasReset = true;
            Done = ServerStats.ResetAsync(server);
        }
    }
}
