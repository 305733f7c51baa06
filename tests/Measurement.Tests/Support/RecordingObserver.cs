using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>Keeps every snapshot, and lets a test act on one.</summary>
internal sealed class RecordingObserver(Action<BenchSnapshot>? act = null) : IRunObserver
{
    public List<BenchSnapshot> Snapshots { get; } = [];

    public void OnInterval(BenchSnapshot snapshot)
    {
        Snapshots.Add(snapshot);
        act?.Invoke(snapshot);
    }
}
