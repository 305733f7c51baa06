using LoadGen.Transport.Http;

namespace LoadGen.Routing.Pairs;

/// <summary>Takes a leg's response.</summary>
internal interface ILegSink : IHttpResponseHandler
{
    /// <summary>The response's status; 0 before its head.</summary>
    int Status { get; }

    /// <summary>A reason why the response, though whole, cannot be used (too large); null when it can.</summary>
    string? Problem { get; }
}
