namespace LoadGen.Transport.Http;

/// <summary>Which version of HTTP is spoken.</summary>
public enum HttpChoice
{
    /// <summary>HTTP/1.1, over our own transport.</summary>
    Http11,

    /// <summary>HTTP/2, over the framework's client: by ALPN for https, with prior knowledge for http.</summary>
    Http2,

    /// <summary>What a https server chooses by ALPN when the run begins; HTTP/1.1 for http.</summary>
    Auto,
}
