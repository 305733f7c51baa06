namespace LoadGen.Measurement.Running;

/// <summary>Starts a phase's requests at the right moments.</summary>
internal interface ILoadDriver
{
    /// <summary>Starts requests until the phase is over; done when the last of them is.</summary>
    /// <param name="phase">The phase.</param>
    Task RunAsync(RunPhase phase);
}
