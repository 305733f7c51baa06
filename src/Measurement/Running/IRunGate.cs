using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Running;

/// <summary>Makes a run one of several clients': each waits here until all may go on, and tells what it sees as it sees it.</summary>
public interface IRunGate
{
    /// <summary>Where the warm-up's requests go.</summary>
    /// <param name="isSimulated">True once a response said that its server is simulated: told as soon as it is known. Any thread.</param>
    IRunLog WarmUp(Func<bool> isSimulated);

    /// <summary>Where the measurement's requests go.</summary>
    /// <param name="window">What the run's own steady state is found by; null when none is looked for.</param>
    /// <param name="isSimulated">As for the warm-up.</param>
    IRunLog Measure(SteadyWindow? window, Func<bool> isSimulated);

    /// <summary>The warm-up, or where there is none the making ready, may begin once this is done.</summary>
    /// <exception cref="OperationCanceledException">There will be none.</exception>
    Task WarmUpAsync(CancellationToken cancellation);

    /// <summary>The warm-up is over, and everything ready for the measurement.</summary>
    /// <param name="warmup">How it went; null when there was none.</param>
    /// <param name="cancellation">The run's end.</param>
    /// <returns>When the measurement begins, on this machine's clock.</returns>
    /// <exception cref="OperationCanceledException">There will be none.</exception>
    Task<long> StartAsync(PhaseOutcome? warmup, CancellationToken cancellation);
}
