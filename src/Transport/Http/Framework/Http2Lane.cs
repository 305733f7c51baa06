namespace LoadGen.Transport.Http.Framework;

/// <summary>A client of the framework with connections of its own: one, where their number is set.</summary>
internal sealed class Http2Lane(SocketsHttpHandler handler) : IDisposable
{
    /// <summary>Sends requests.</summary>
    public HttpMessageInvoker Invoker { get; } = new(handler, disposeHandler: true);

    /// <summary>Requests under way; under the origin's lock.</summary>
    public int Active { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Invoker.Dispose();
}
