using LoadGen.Measurement.Running;
using LoadGen.Measurement.Validity;

namespace LoadGen.Measurement.Clients;

/// <summary>What one client says of itself when its part is over. What it measured was told as it came.</summary>
public sealed record ClientReport
{
    /// <summary>Event loops.</summary>
    public required int Loops { get; init; }

    /// <summary>Processors it may use.</summary>
    public required int CpuCores { get; init; }

    /// <summary>What the measurement cost its process.</summary>
    public required ProcessUsage Usage { get; init; }

    /// <summary>Connections opened over the whole run.</summary>
    public required long ConnectionsOpened { get; init; }

    /// <summary>Requests sent on an open connection over the whole run.</summary>
    public required long ConnectionsReused { get; init; }

    /// <summary>Connections opened over the whole run, by what was connected to.</summary>
    public IReadOnlyDictionary<string, long> ConnectionsByAddress { get; init; } = new Dictionary<string, long>();

    /// <summary>A response said that its server is simulated.</summary>
    public required bool Simulated { get; init; }

    /// <summary>It ended because the target refused every connection.</summary>
    public required bool TargetLost { get; init; }

    /// <summary>A signal of its own ended it before its part was over.</summary>
    public bool Interrupted { get; init; }

    /// <summary>What it observed of itself; null when it did not.</summary>
    public required ObserverFigures? Observer { get; init; }

    /// <summary>What became of its arrivals; null in a closed loop.</summary>
    public required ArrivalCounts? Arrivals { get; init; }

    /// <summary>Its own verdict: every bound that it passed, one line each.</summary>
    public required IReadOnlyList<string> InvalidReasons { get; init; }
}
