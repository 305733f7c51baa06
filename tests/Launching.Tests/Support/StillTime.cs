namespace LoadGen.Launching.Tests.Support;

/// <summary>A clock that stands still until a test moves it on.</summary>
internal sealed class StillTime : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    public void Advance(TimeSpan by) => _now += by.Ticks;
}
