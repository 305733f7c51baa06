namespace LoadGen.Measurement.Validity;

/// <summary>All that a verdict rests on.</summary>
public sealed record ValidityInputs
{
    /// <summary>Something was measured.</summary>
    public required bool Measured { get; init; }

    /// <summary>What the client observed of itself; null when it did not.</summary>
    public required ObserverFigures? Observer { get; init; }

    /// <summary>What became of the schedule's arrivals; null in a closed loop.</summary>
    public required ArrivalCounts? Arrivals { get; init; }

    /// <summary>Output chunks that came in one read with the chunk before / gaps between chunks, 0–1; null without gaps.</summary>
    public required double? SharedReadShare { get; init; }

    /// <summary>What was measured.</summary>
    public required MedianLatencies Latencies { get; init; }
}
