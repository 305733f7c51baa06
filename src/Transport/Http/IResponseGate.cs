namespace LoadGen.Transport.Http;

/// <summary>
/// A handler that cannot take a response as fast as it comes: while the gate is closed, nothing more is read, and the server is slowed
/// down by its own full buffers. It is asked after each read, so one read's bytes may still come.
/// </summary>
public interface IResponseGate : IHttpResponseHandler
{
    /// <summary>No more for now.</summary>
    bool IsClosed { get; }

    /// <summary>Completes when the gate opens, or when the response is not wanted any more (its connection is aborted then).</summary>
    ValueTask WaitAsync();
}
