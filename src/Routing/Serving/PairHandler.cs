using LoadGen.Routing.Observability.Tracing;
using LoadGen.Routing.Pairs;
using LoadGen.Transport.Timing;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Serving;

/// <summary>Serves a generating request by a pair: from the request that Kestrel read to the loop and back.</summary>
internal sealed class PairHandler(PairServices services, RouterLoops loops)
{
    /// <summary>Serves a client's request.</summary>
    /// <param name="http">The client's request.</param>
    /// <param name="generation">What is in it.</param>
    /// <param name="forwarded">Header fields for the workers.</param>
    /// <param name="record">Its id and trace.</param>
    /// <param name="timeout">Until when it must be answered; null for no such time.</param>
    /// <returns>What it came to.</returns>
    public async Task<PairRecord> HandleAsync(
        HttpContext http, GenerationRequest generation, IReadOnlyList<KeyValuePair<string, string>> forwarded, RequestRecord record, TimeSpan? timeout)
    {
        services.Budget.OnRequest();
        RouterLoop loop = loops.Next();
        var request = new PairRequest
        {
            Body = generation.Body,
            Handoff = generation.Handoff,
            Head = new RequestHead(http.Request.Path.ToUriComponent() + http.Request.QueryString.ToUriComponent(), forwarded),
            RequestId = record.RequestId,
            Trace = record.Trace,
            AffinityKey = generation.AffinityKey,
            DeadlineNs = timeout is { } t ? loop.Loop.Clock.NowNs + Nanoseconds.Of(t) : long.MaxValue,
        };
        var exchange = new PairExchange(services, loop.Clients, loop.Frames, request, http);
        AttemptResult result = await exchange.RunAsync(http.RequestAborted);
        exchange.Record.Result = result;
        await AnswerAsync(http, result);
        return exchange.Record;
    }

    /// <summary>Generates without a client, and not as a stream.</summary>
    public Task<AttemptResult> GenerateAsync(GenerationRequest generation, string requestId, CancellationToken cancellation)
    {
        RouterLoop loop = loops.Next();
        var request = new PairRequest
        {
            Body = generation.Body,
            Handoff = generation.Handoff,
            Head = new RequestHead("/v1/completions", [new(RequestId.HeaderName, requestId)]),
            RequestId = requestId,
        };
        return new PairExchange(services, loop.Clients, loop.Frames, request, new DefaultHttpContext()).RunAsync(cancellation);
    }

    private static async Task AnswerAsync(HttpContext http, AttemptResult result)
    {
        switch (result.Kind)
        {
            case AttemptKind.Reply:
                if (result.RetryAfter is { } seconds)
                {
                    http.Response.Headers.RetryAfter = seconds;
                }

                await ErrorReply.WriteAsync(http, result.Status, result.ContentType, result.Body);
                break;
            case AttemptKind.Failed:
                await ErrorReply.WriteAsync(http, result.Error!);
                break;
            case AttemptKind.Gone:
                http.Abort();
                break;
            default:
                // The loop has written everything.
                break;
        }
    }
}
