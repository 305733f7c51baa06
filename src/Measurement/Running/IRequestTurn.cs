using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Http;

namespace LoadGen.Measurement.Running;

/// <summary>What a request belongs to where it follows from others: makes its prompt and is told what became of it. Used on one loop's thread only.</summary>
internal interface IRequestTurn
{
    /// <summary>The request begins.</summary>
    void OnBegun(RequestTimeline timeline);

    /// <summary>Writes the request's body, and the headers of its own.</summary>
    void Write(HttpRequestBuffer request);

    /// <summary>The request is over; its timeline is not handed on before this returns.</summary>
    void OnOver(RequestTimeline timeline);
}
