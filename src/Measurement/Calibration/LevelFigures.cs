namespace LoadGen.Measurement.Calibration;

/// <summary>What a level measured, before anyone judges it.</summary>
public sealed record LevelFigures
{
    /// <summary>Streams at once.</summary>
    public required int Streams { get; init; }

    /// <summary>Time between the tokens of a stream, ms.</summary>
    public required double ItlMs { get; init; }

    /// <summary>Tokens a second received between first and last tokens.</summary>
    public required double TokensPerSSeen { get; init; }

    /// <summary>The client's own delay at p99, µs; null where it is not known.</summary>
    public double? ObserverDelayUsP99 { get; init; }

    /// <summary>CPU of the client, 0–1.</summary>
    public double CpuShare { get; init; }

    /// <summary>The server's own lateness at p99, µs; null when it could not be asked.</summary>
    public double? ServerLatenessUsP99 { get; init; }

    /// <summary>Requests that did not complete.</summary>
    public long Failed { get; init; }

    /// <summary>What made the first of them fail.</summary>
    public string? FirstError { get; init; }

    /// <summary>The bounds of validity that the client passed, one line each.</summary>
    public IReadOnlyList<string> ClientReasons { get; init; } = [];

    /// <summary>Tokens a second that so many paced streams make.</summary>
    public double TokensPerSAsked => Streams * 1000.0 / ItlMs;
}
