namespace LoadGen.Routing.Health;

/// <summary>
/// Turns a worker's probes into its health. Not thread-safe.
/// </summary>
/// <remarks>
/// A refused connection and a bad status are facts; silence is not, since a busy engine answers late. So a probe that timed out counts half
/// a failure, and nothing at all when the worker has completed a request since the probe before: it works, whatever the probe says. (False
/// alarms of busy engines: sglang #9198, smg #1711.)
/// </remarks>
internal sealed class ProbeTally(ProbeSettings settings)
{
    // In halves of a failure, so that they add up exactly.
    private const int OfFailure = 2;
    private const int OfTimeout = 1;

    private int _halves;
    private int _good;
    private bool _wasHealthy;

    /// <summary>The worker begins anew, as after draining: its first probe decides.</summary>
    public void Restart() => (_halves, _good, _wasHealthy) = (0, 0, false);

    /// <summary>Counts a probe.</summary>
    /// <param name="verdict">How it ended.</param>
    /// <param name="completedMeanwhile">The worker has completed a request since the probe before.</param>
    /// <returns>What the worker is now; null when that is no different from before.</returns>
    public bool? Add(ProbeVerdict verdict, bool completedMeanwhile)
    {
        if (verdict == ProbeVerdict.Good)
        {
            return AddGood();
        }

        if (verdict == ProbeVerdict.TimedOut && completedMeanwhile)
        {
            return null;
        }

        _good = 0;
        _halves = Math.Min(_halves + (verdict == ProbeVerdict.TimedOut ? OfTimeout : OfFailure), settings.UnhealthyAfter * OfFailure);
        // One that has never been healthy gets no requests anyway: say at once what is wrong.
        return !_wasHealthy || _halves >= settings.UnhealthyAfter * OfFailure ? false : null;
    }

    private bool? AddGood()
    {
        bool wasDown = _wasHealthy && _halves >= settings.UnhealthyAfter * OfFailure;
        _good = Math.Min(_good + 1, settings.HealthyAfter);
        if (wasDown && _good < settings.HealthyAfter)
        {
            return null;
        }

        _halves = 0;
        _wasHealthy = true;
        return true;
    }
}
