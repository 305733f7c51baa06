using LoadGen.Measurement.Clients.Clocks;

namespace LoadGen.Measurement.Clients;

/// <summary>One client's part in a run, as the coordinator saw it.</summary>
/// <param name="Index">Which, from 0.</param>
/// <param name="Host">Its machine.</param>
/// <param name="ProcessId">Its process there.</param>
/// <param name="Start">The offset of its clock when the measurement began.</param>
/// <param name="End">The offset when it ended.</param>
public sealed record ClientOutcome(int Index, string Host, int ProcessId, ClockProbe Start, ClockProbe End)
{
    /// <summary>Its requests that ended.</summary>
    public long Requested { get; init; }

    /// <summary>Of these, the ones that completed.</summary>
    public long Completed { get; init; }

    /// <summary>Its report; null when it was lost, unless it was because it alone could not reach the target.</summary>
    public ClientReport? Report { get; init; }

    /// <summary>What the look at its host found.</summary>
    public IReadOnlyList<string> HostFindings { get; init; } = [];

    /// <summary>A response to it said that its server is simulated; known of a lost client too.</summary>
    public bool Simulated { get; init; }

    /// <summary>Why and when it was lost, in words; null when it was not.</summary>
    public string? Lost { get; init; }

    /// <summary>Requests of a lost client of which nothing is known: those of its part where a number ends the run, else those under way.</summary>
    public long LostRequests { get; init; }

    /// <summary>The client as messages name it.</summary>
    public string Name => NameOf(Index, Host);

    /// <summary>A client as messages name it.</summary>
    public static string NameOf(int index, string host) => $"client {index} ({host})";
}
