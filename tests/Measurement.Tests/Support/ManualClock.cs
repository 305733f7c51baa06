using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>A clock that stands still until it is set.</summary>
internal sealed class ManualClock : IMonotonicClock
{
    public long NowNs { get; set; }
}
