using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Recording;

/// <summary>Someone who sees each measured request when it is over, and may say that it was enough.</summary>
public interface IRequestWatch
{
    /// <summary>
    /// A request is over. Called on the collector's thread, in the order in which requests ended, after the request was counted: must return
    /// soon, and keep nothing of the timeline.
    /// </summary>
    /// <param name="timeline">The request; it is used again afterwards.</param>
    /// <param name="figures">Its figures.</param>
    /// <param name="runStartNs">The measurement's start.</param>
    /// <param name="steady">The steady state as far as it is decided; for this request's instants that is for good.</param>
    /// <returns>Whether the run goes on. False ends it: no further request starts, and those under way are finished.</returns>
    bool OnFinished(RequestTimeline timeline, in RequestFigures figures, long runStartNs, SteadySpan steady);
}
