using LoadGen.Histograms;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Recording;

/// <summary>Where a phase's finished requests and intervals go as they come. Used on the collector's thread only.</summary>
public interface IRunLog : IDisposable
{
    /// <summary>This interval's times to first token, ns.</summary>
    HdrHistogram Ttft { get; }

    /// <summary>This interval's chunk gaps, ns.</summary>
    HdrHistogram Itl { get; }

    /// <summary>Takes a finished request in.</summary>
    /// <param name="timeline">The request; it is used again afterwards.</param>
    /// <param name="figures">Its figures.</param>
    /// <param name="runStartNs">The phase's start.</param>
    /// <param name="steady">The steady state as far as it is decided.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    void Add(RequestTimeline timeline, in RequestFigures figures, long runStartNs, SteadySpan steady);

    /// <summary>All requests that had been handed over were taken in.</summary>
    /// <param name="nowNs">The present time.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    void Told(long nowNs);

    /// <summary>Ends an interval; its histograms are empty again afterwards.</summary>
    /// <param name="startS">The interval's start, seconds after the phase's.</param>
    /// <param name="lengthS">Its length in seconds.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    void EndInterval(double startS, double lengthS);
}
