namespace LoadGen.Telemetry.Sources.Commands;

/// <summary>The newest readings of a program that reports in its own time: one thread puts them in, the sampler takes them out.</summary>
internal sealed class LatestReadings
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, int> _places = [];
    private readonly GpuReading[] _readings;

    public LatestReadings(IReadOnlyList<GpuDevice> devices)
    {
        _readings = new GpuReading[devices.Count];
        for (int i = 0; i < devices.Count; i++)
        {
            _places[devices[i].Index] = i;
            _readings[i] = GpuReading.None;
        }
    }

    /// <summary>Puts a GPU's reading in; one that is not watched is passed over.</summary>
    public void Put(int index, in GpuReading reading)
    {
        if (_places.TryGetValue(index, out int place))
        {
            lock (_lock)
            {
                _readings[place] = reading;
            }
        }
    }

    /// <summary>Copies all out.</summary>
    public void CopyTo(Span<GpuReading> readings)
    {
        lock (_lock)
        {
            _readings.CopyTo(readings);
        }
    }
}
