namespace LoadGen.Transport.Http;

/// <summary>
/// Receives one response while it arrives. Calls come in order: one <see cref="OnHead"/>, any number of <see cref="OnBody"/>,
/// one <see cref="OnEnd"/>; a response that breaks ends with an exception from the receive call instead of <see cref="OnEnd"/>.
/// All calls run on the thread that read the bytes; spans are valid only during the call.
/// </summary>
public interface IHttpResponseHandler
{
    /// <summary>The final response head (interim 1xx heads are passed over).</summary>
    /// <param name="head">Status and headers; valid only during the call.</param>
    /// <param name="stampNs">Monotonic time in ns of the read that completed the head.</param>
    void OnHead(in HttpResponseHead head, long stampNs);

    /// <summary>A piece of the body, freed of its framing.</summary>
    /// <param name="bytes">The piece, never empty.</param>
    /// <param name="stampNs">Monotonic time in ns of the read that brought the bytes. Pieces with the same stamp came in one read.</param>
    void OnBody(ReadOnlySpan<byte> bytes, long stampNs);

    /// <summary>The response is complete.</summary>
    /// <param name="stampNs">Monotonic time in ns of the read that brought its last byte.</param>
    void OnEnd(long stampNs);
}
