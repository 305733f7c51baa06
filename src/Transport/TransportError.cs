namespace LoadGen.Transport;

/// <summary>Everything that can go wrong between a request and its response on the wire: phase and cause. A closed set.</summary>
public enum TransportError
{
    /// <summary>The host name could not be resolved.</summary>
    DnsFailure,

    /// <summary>Nothing listens on the port (ECONNREFUSED).</summary>
    ConnectRefused,

    /// <summary>The connection was not established within the connect limit.</summary>
    ConnectTimeout,

    /// <summary>The connection could not be established for another reason (no route, no free local port, no file descriptors, …).</summary>
    ConnectFailed,

    /// <summary>The TLS handshake failed: untrusted or mismatched certificate, protocol mismatch, plain-text peer.</summary>
    TlsFailure,

    /// <summary>The request could not be sent whole.</summary>
    SendFailed,

    /// <summary>No byte of the response arrived within the first-byte limit.</summary>
    FirstByteTimeout,

    /// <summary>The response stopped for longer than the stall limit.</summary>
    StallTimeout,

    /// <summary>The request took longer than the whole-request limit.</summary>
    RequestTimeout,

    /// <summary>The peer reset the connection (ECONNRESET, EPIPE).</summary>
    ConnectionReset,

    /// <summary>The peer closed the connection before the response was complete.</summary>
    ConnectionClosed,

    /// <summary>The bytes are not an HTTP/1.1 response: bad status line, header, or framing.</summary>
    MalformedResponse,

    /// <summary>A status line, header block or header line is longer than its limit.</summary>
    HeadTooLarge,

    /// <summary>A chunk size, chunk extension, chunk end or trailer breaks the grammar.</summary>
    MalformedChunk,

    /// <summary>The connection was aborted by its owner (run ended, Ctrl-C).</summary>
    Aborted,

    /// <summary>A proxy did not open a tunnel to the target.</summary>
    ProxyFailed,
}
