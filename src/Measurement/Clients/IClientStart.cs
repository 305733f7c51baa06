namespace LoadGen.Measurement.Clients;

/// <summary>How the clients of a run come to be.</summary>
public interface IClientStart : IAsyncDisposable
{
    /// <summary>Done, with a line that says how, when a client process cannot come, or not any more: while clients are awaited, that ends the run.</summary>
    Task<string> Ended { get; }

    /// <summary>What is awaited, for the line that says so.</summary>
    string Description { get; }

    /// <summary>Waits until the processes are gone, for a while; ends those that stay.</summary>
    Task CloseAsync();
}
