namespace LoadGen.Verdicts.Searching;

/// <summary>What a measurement says of a level of load.</summary>
public enum LevelVerdict
{
    /// <summary>The SLA holds at it.</summary>
    Pass,

    /// <summary>It does not.</summary>
    Fail,

    /// <summary>The evidence so far does not say.</summary>
    Uncertain,

    /// <summary>The client could not make the load: nothing can be said of the endpoint, and nothing above either.</summary>
    Invalid,
}

/// <summary>A measurement at a level of load, judged together with the earlier ones at the same level.</summary>
public sealed record LevelMeasurement
{
    /// <summary>The level: requests a second, or requests at once.</summary>
    public required double Level { get; init; }

    /// <summary>How often this level had been measured before.</summary>
    public required int Repeat { get; init; }

    /// <summary>What all measurements at the level so far say together.</summary>
    public required LevelVerdict Verdict { get; init; }

    /// <summary>Why, in a line.</summary>
    public required string Reason { get; init; }

    /// <summary>Requests that were judged, of all measurements at the level.</summary>
    public required int Requests { get; init; }

    /// <summary>What this measurement took, seconds.</summary>
    public required double SpentS { get; init; }

    /// <summary>Requests a second that met every objective; null where none was judged.</summary>
    public double? GoodputRps { get; init; }

    /// <summary>Requests piled up: the level is above what the endpoint can take, however short the run was.</summary>
    public bool IsUnstable { get; init; }

    /// <summary>Its folder, relative to the search's.</summary>
    public string Folder { get; init; } = "";
}
