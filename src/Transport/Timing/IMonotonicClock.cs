namespace LoadGen.Transport.Timing;

/// <summary>The one clock of a run. Every stamp of a request is read from it, so that stamps can be subtracted.</summary>
public interface IMonotonicClock
{
    /// <summary>Nanoseconds since an arbitrary start; never goes back, never jumps when the wall clock is set.</summary>
    long NowNs { get; }
}
