using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Running;

/// <summary>Takes what a model says. Thread-safe.</summary>
public interface IAnswerSink
{
    /// <summary>A request of the measurement is over, well or not. Called on event loops: it only takes note.</summary>
    /// <param name="timeline">What was observed of it, with what the model said as far as it came. Not to be kept.</param>
    void OnAnswer(RequestTimeline timeline);
}
