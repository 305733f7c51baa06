using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Health;

/// <summary>A way to ask a worker whether it is well. Thread-safe.</summary>
public interface IProbe
{
    /// <summary>Asks once. Whatever goes wrong is an answer.</summary>
    /// <param name="worker">Whom to ask.</param>
    /// <param name="timeout">Cancelled when the time for an answer is over.</param>
    /// <exception cref="OperationCanceledException">The time was over.</exception>
    Task<ProbeAnswer> AskAsync(Worker worker, CancellationToken timeout);
}
