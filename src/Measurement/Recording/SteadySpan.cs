namespace LoadGen.Measurement.Recording;

/// <summary>
/// The instants of steady state: after <see cref="OpenNs"/>, up to and including <see cref="CloseNs"/>. The default is no span: all of a
/// run is ramp until its window opens.
/// </summary>
/// <param name="OpenNs">When the window opened, ns of the run's clock; 0 when it did not.</param>
/// <param name="CloseNs">When it closed; <see cref="long.MaxValue"/> while it is open.</param>
public readonly record struct SteadySpan(long OpenNs, long CloseNs)
{
    /// <summary>The instant lies inside.</summary>
    public bool Contains(long ns) => OpenNs > 0 && ns > OpenNs && ns <= CloseNs;

    /// <summary>The stage of the run at an instant, as records name it: <c>ramp</c>, <c>steady</c> or <c>drain</c>.</summary>
    public ReadOnlySpan<byte> StageAt(long ns) =>
        OpenNs == 0 || ns <= OpenNs ? "ramp"u8 : ns <= CloseNs ? "steady"u8 : "drain"u8;
}
