namespace LoadGen.Measurement.Clients.Starting;

/// <summary>How this program is started as a client.</summary>
/// <param name="Words">The program and its arguments: those of the coordinator.</param>
/// <param name="Invitation">Where the coordinator listens.</param>
public sealed record ClientCommand(IReadOnlyList<string> Words, ClientInvitation Invitation);
