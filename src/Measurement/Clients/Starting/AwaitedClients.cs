namespace LoadGen.Measurement.Clients.Starting;

/// <summary>Clients that the user starts: by an <c>srun</c> of one's own, by ssh, on Kubernetes.</summary>
/// <param name="description">Where they are awaited.</param>
public sealed class AwaitedClients(string description) : IClientStart
{
    private readonly TaskCompletionSource<string> _never = new();

    /// <inheritdoc/>
    public Task<string> Ended => _never.Task;

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public Task CloseAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
