using LoadGen.Transport.Http;

namespace LoadGen.Routing.Pairs;

/// <summary>Takes a prefill's reply: kept where it is needed or says an error, read and forgotten where not (so that its connection can be used again).</summary>
internal sealed class PrefillSink(bool keeps, int bytesMax, Action<Leg, int> onHead) : ILegSink
{
    // An engine's error is a line or a page; more is not worth passing on.
    private const int ErrorBytesMax = 64 * 1024;

    private ReplyBuffer? _reply;

    /// <inheritdoc/>
    public int Status { get; private set; }

    /// <summary>The reply's content type.</summary>
    public string? ContentType { get; private set; }

    /// <summary>Value of <c>Retry-After</c>.</summary>
    public string? RetryAfter { get; private set; }

    /// <summary>What was kept. Valid until <see cref="Free"/>.</summary>
    public ReadOnlyMemory<byte> Reply => _reply?.Memory ?? default;

    /// <inheritdoc/>
    public string? Problem => _reply is { IsTooLarge: true } && Status < 400 ? $"a reply of more than {bytesMax} bytes" : null;

    /// <inheritdoc/>
    public void OnHead(in HttpResponseHead head, long stampNs)
    {
        Status = head.StatusCode;
        ContentType = HeadText.Find(head, "content-type"u8);
        RetryAfter = HeadText.Find(head, "retry-after"u8);
        if (Status >= 400 || keeps)
        {
            _reply = new ReplyBuffer(Status >= 400 ? ErrorBytesMax : bytesMax);
        }

        onHead(Leg.Prefill, Status);
    }

    /// <inheritdoc/>
    public void OnBody(ReadOnlySpan<byte> bytes, long stampNs) => _reply?.Append(bytes);

    /// <inheritdoc/>
    public void OnEnd(long stampNs)
    {
    }

    /// <summary>Gives the buffer back.</summary>
    public void Free() => _reply?.Free();
}
