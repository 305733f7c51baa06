using LoadGen.Histograms;

namespace LoadGen.Measurement.Recording;

/// <summary>What is recorded while responses arrive, until the collector asks for it.</summary>
public interface ILiveFigures
{
    /// <summary>Adds what was recorded since the last call to the given histograms, and says what was counted so far.</summary>
    LiveCounts Drain(HdrHistogram ttft, HdrHistogram itl);
}
