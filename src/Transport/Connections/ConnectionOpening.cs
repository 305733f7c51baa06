namespace LoadGen.Transport.Connections;

/// <summary>How a connection came about.</summary>
/// <param name="Address">What was connected to: <c>address:port</c>, or <c>unix:</c> and a path.</param>
public sealed record ConnectionOpening(string Address)
{
    /// <summary>Nothing is known of it.</summary>
    public static ConnectionOpening Unknown { get; } = new("");
}
