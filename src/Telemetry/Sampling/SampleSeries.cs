using LoadGen.Telemetry.Sources;
using LoadGen.Telemetry.Windows;

namespace LoadGen.Telemetry.Sampling;

/// <summary>One GPU's readings, in order of time. Written by the sampler's thread, read when that has ended.</summary>
public sealed class SampleSeries
{
    // 3.4 minutes at 20 Hz, 288 KB: a long run adds a block now and then, and copies nothing.
    private const int BlockLength = 4096;

    private readonly List<GpuReading[]> _blocks = new(capacity: 64) { new GpuReading[BlockLength] };

    /// <summary>Readings.</summary>
    public int Count { get; private set; }

    /// <summary>When the last was taken, monotonic ns; 0 before any.</summary>
    public long LastNs { get; private set; }

    /// <summary>Adds a reading, unless it is no newer than the last.</summary>
    /// <returns>Whether it was added.</returns>
    public bool TryAdd(in GpuReading reading)
    {
        if (reading.TimeNs <= LastNs)
        {
            return false;
        }

        int block = Count / BlockLength;
        if (block == _blocks.Count)
        {
            _blocks.Add(new GpuReading[BlockLength]);
        }

        _blocks[block][Count % BlockLength] = reading;
        Count++;
        LastNs = reading.TimeNs;
        return true;
    }

    /// <summary>The readings that tell a figure.</summary>
    /// <param name="figure">Which.</param>
    public TimedValue[] Of(Func<GpuReading, double> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var values = new List<TimedValue>(Count);
        for (int i = 0; i < Count; i++)
        {
            GpuReading reading = _blocks[i / BlockLength][i % BlockLength];
            double value = figure(reading);
            if (double.IsFinite(value))
            {
                values.Add(new TimedValue(reading.TimeNs, value));
            }
        }

        return [.. values];
    }
}
