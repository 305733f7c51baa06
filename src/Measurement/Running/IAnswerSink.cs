using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Running;

/// <summary>Takes what a model says. Thread-safe.</summary>
public interface IAnswerSink
{
    /// <summary>A request of the measurement is over, well or not. Called on event loops: it only takes note.</summary>
    /// <param name="timeline">What was observed of it. Not to be kept.</param>
    /// <param name="content">The visible text, as far as it came. Not to be kept.</param>
    /// <param name="reasoning">The reasoning, where the server says it apart. Not to be kept.</param>
    void OnAnswer(RequestTimeline timeline, ReadOnlySpan<byte> content, ReadOnlySpan<byte> reasoning);
}
