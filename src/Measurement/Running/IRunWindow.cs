namespace LoadGen.Measurement.Running;

/// <summary>Told where the measurement begins and ends, outside of it: what it does is in no figure.</summary>
public interface IRunWindow
{
    /// <summary>The warm-up is over and the measurement about to begin. It waits until this returns.</summary>
    void Opening();

    /// <summary>The measurement is over.</summary>
    void Closed();
}
