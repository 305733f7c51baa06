namespace LoadGen.Routing.Admission;

/// <summary>The right of one request to run. Disposing it, once or more often, lets the next one in.</summary>
public sealed class AdmissionPermit : IDisposable
{
    private AdmissionQueue? _queue;

    internal AdmissionPermit(AdmissionQueue queue) => _queue = queue;

    /// <summary>The request is over.</summary>
    public void Dispose() => Interlocked.Exchange(ref _queue, null)?.Release();
}
