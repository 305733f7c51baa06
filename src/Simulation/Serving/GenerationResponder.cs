using LoadGen.Serving;
using LoadGen.Simulation.Batching;
using LoadGen.Simulation.Control;
using LoadGen.Simulation.Pacing;
using LoadGen.Simulation.Responses;
using LoadGen.Simulation.Streams;
using LoadGen.Transport.Timing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadGen.Simulation.Serving;

/// <summary>Answers a planned request at the times of its schedule.</summary>
internal sealed class GenerationResponder(EngineState engine)
{
    private const long NsPerMs = 1_000_000;

    /// <summary>
    /// A stream. The head is Kestrel's; because it says <c>Transfer-Encoding: chunked</c> itself, Kestrel leaves the framing of the body
    /// to us, and the pacer writes it to the connection's output without Kestrel until it ends. HTTP/1.0 knows no transfer codings
    /// (RFC 9112 §6.1): there the body goes as it is, and Kestrel closes the connection behind it.
    /// </summary>
    public async Task StreamAsync(HttpContext http, GenerationWork work)
    {
        // Before the head is written: what is too large for the batch is refused.
        (ITokenTimes times, BatchSequence? entering) = TimesFor(work);
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        bool isChunked = !HttpProtocol.IsHttp10(http.Request.Protocol);
        if (isChunked)
        {
            http.Response.Headers.TransferEncoding = "chunked";
        }

        SimulatedHeader.Mark(http.Response);
        await http.Response.Body.FlushAsync(http.RequestAborted);

        StreamEvents events = ResponseFormats.EventsFor(work.Identity, work.Request);
        (Pacer pacer, StreamSettings settings) = engine.PacerFor(work.Identity.Ordinal);
        IStreamOutput output = http.Features.GetRequiredFeature<ConnectionOutput>();
        if (work.Plan.SplitWrites)
        {
            output = new SplitOutput(output, FaultReplies.PieceGapAsync);
        }

        var stream = new GenerationStream(pacer, output, events, times, work.Plan, settings, isChunked);
        if (await PaceAsync(stream, http, entering) && work.Plan.Ending is StreamEnding.Cut or StreamEnding.MalformedChunk)
        {
            await FaultReplies.CloseAsync(http, engine.Stopping);
        }
    }

    /// <summary>A response in one piece, when its last token is due.</summary>
    public async Task WholeAsync(HttpContext http, GenerationWork work)
    {
        StreamPlan plan = work.Plan;
        (ITokenTimes times, BatchSequence? entering) = TimesFor(work);
        Func<long> dueNs = plan.Ending == StreamEnding.Stall ? static () => Agenda.Never : () => times.ChunkDueNs(Math.Max(plan.Tokens - 1, 0), 1);
        (Pacer pacer, _) = engine.PacerFor(work.Identity.Ordinal);
        if (!await PaceAsync(new DelayedResponse(pacer, dueNs, plan.Tokens * work.Request.Choices), http, entering))
        {
            return;
        }

        byte[] body = ResponseFormats.WholeFor(work.Identity, plan, work.Request);
        body = work.Edit?.Invoke(body) ?? body;
        switch (plan.Ending)
        {
            case StreamEnding.Error:
                await Replies.ErrorAsync(http, 500, "simulated failure");
                break;
            case StreamEnding.Cut:
                http.Response.ContentType = "application/json";
                http.Response.ContentLength = body.Length;
                SimulatedHeader.Mark(http.Response);
                await http.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await FaultReplies.CloseAsync(http, engine.Stopping);
                break;
            case StreamEnding.MalformedChunk:
                await FaultReplies.MalformedChunkAsync(http, engine.Stopping);
                break;
            default:
                await (plan.SplitWrites ? FaultReplies.SplitAsync(http, body) : Replies.JsonAsync(http, 200, body));
                break;
        }
    }

    /// <summary>When the tokens of a response are due, where each request has its own fixed times: from its arrival, or from when a slot is free.</summary>
    public static StreamSchedule ScheduleFor(EngineState engine, GenerationWork work)
    {
        long readyNs = work.ArrivalNs + (work.Plan.DelayMs * NsPerMs);
        return engine.Slots is not { } slots
            ? ScheduleFrom(engine.Options, work, readyNs)
            : slots.Take(readyNs, startNs =>
            {
                StreamSchedule schedule = ScheduleFrom(engine.Options, work, startNs);
                return (schedule, schedule.DueNs(Math.Max(work.Plan.Tokens - 1, 0)));
            });
    }

    private static StreamSchedule ScheduleFrom(SimulatedEngineOptions options, GenerationWork work, long startNs)
    {
        long ttftNs = Nanoseconds.Of(options.TimeToFirstToken) + (work.Request.PromptTokens * Nanoseconds.Of(options.PerInputToken ?? TimeSpan.Zero));
        ulong seed = StreamSchedule.SeedFor(options.Seed, work.Identity.Ordinal);
        var spread = new TimeSpread(options.TtftSigma, options.ItlSigma);
        return new StreamSchedule(
            startNs, spread.TtftNs(ttftNs, seed), spread.ItlNs(Nanoseconds.Of(options.InterTokenLatency), seed), options.Jitter, options.Step, seed);
    }

    // A request's own times, or its place in the batch, which it is to enter unless its prefill was there before.
    private (ITokenTimes Times, BatchSequence? Entering) TimesFor(GenerationWork work)
    {
        BatchSequence? entering = work.Sequence is null ? engine.Batch?.Plan(work) : null;
        return (work.Sequence ?? entering ?? (ITokenTimes)ScheduleFor(engine, work), entering);
    }

    /// <summary>Waits for the pacer; a client that goes, or the engine's end, ends the request.</summary>
    /// <returns>False when it ended early; the connection is then closed.</returns>
    private async Task<bool> PaceAsync(PacedRequest request, HttpContext http, BatchSequence? entering)
    {
        request.Submit();
        if (entering is not null)
        {
            engine.Batch!.Enter(entering, request);
        }

        PacedOutcome outcome;
        using (http.RequestAborted.UnsafeRegister(static r => ((PacedRequest)r!).Cancel(), request))
        using (engine.Stopping.UnsafeRegister(static r => ((PacedRequest)r!).Cancel(), request))
        {
            outcome = await request.Completion;
        }

        entering?.Cancel();

        if (http.Features.Get<RequestRecord>() is { } record)
        {
            record.OutputTokens = request.TokensSent;
        }

        if (outcome == PacedOutcome.Aborted)
        {
            engine.Settle(http, RequestOutcome.Aborted);
            http.Abort();
            return false;
        }

        engine.Settle(http, RequestOutcome.Completed);
        return true;
    }
}
