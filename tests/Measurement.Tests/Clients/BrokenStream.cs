using System.Net.Sockets;

namespace LoadGen.Measurement.Tests.Clients;

/// <summary>A connection that the other side never answers on, and that breaks when asked to; closed, it refuses to be written to.</summary>
internal sealed class BrokenStream : MemoryStream
{
    /// <summary>What reading ends with; null reads nothing for as long as any test runs.</summary>
    public SocketError? Reading { get; init; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Reading is { } error
        ? throw new IOException("Unable to read data from the transport connection.", new SocketException((int)error))
        : await new TaskCompletionSource<int>().Task.WaitAsync(cancellationToken);
}
