using System.Buffers;
using System.IO.Pipelines;
using LoadGen.Simulation.Handoffs;
using LoadGen.Simulation.Handoffs.Legs;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Responses;
using LoadGen.Simulation.Streams;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Serving;

/// <summary>The two generation APIs: reads and judges the request, then hands it to the response that it or its fault calls for.</summary>
internal sealed class GenerationEndpoint(EngineState engine)
{
    private readonly GenerationResponder _responder = new(engine);

    public async Task HandleAsync(HttpContext http, ApiKind api)
    {
        (long ordinal, long sinceReset) = engine.Counters.Begin();
        try
        {
            await HandleAsync(http, api, ordinal, sinceReset);
        }
        catch (BadRequestException e)
        {
            engine.Counters.CountRefused();
            await Replies.ErrorAsync(http, 400, e.Message);
        }
        catch (EngineErrorException e)
        {
            engine.Counters.CountRefused();
            await Replies.JsonAsync(http, e.Status, EngineErrors.Format(engine.Options.Handoff!.Speaks, e.Status, e.Message));
        }
        catch (BadHttpRequestException e)
        {
            // Kestrel's objection to the body: too large, or broken off.
            engine.Counters.CountRefused();
            await Replies.ErrorAsync(http, e.StatusCode, e.Message);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client went while its request was being read or its response written.
            engine.Counters.CountAborted();
            http.Abort();
        }
        finally
        {
            engine.Counters.End();
        }
    }

    private async Task HandleAsync(HttpContext http, ApiKind api, long ordinal, long sinceReset)
    {
        if (engine.Options.ApiKey is { } key && http.Request.Headers.Authorization != "Bearer " + key)
        {
            engine.Counters.CountRefused();
            await Replies.ErrorAsync(http, 401, "missing or wrong API key: send it as 'Authorization: Bearer KEY'", "invalid_api_key");
            return;
        }

        GenerationRequest request = await ReadAsync(http.Request.BodyReader, api, engine.Handoffs is null ? http.RequestAborted : CancellationToken.None);
        long arrivalNs = engine.Clock.NowNs;
        Fault? fault = FaultFor(http, sinceReset);
        if (request.Model is { } model && model != engine.Options.Model)
        {
            engine.Counters.CountRefused();
            await Replies.ErrorAsync(http, 404, $"the model '{model}' does not exist: this engine serves '{engine.Options.Model}'", "model_not_found");
            return;
        }

        int tokens = TokensFor(request);
        if (fault is { } struck)
        {
            engine.Counters.CountFault(struck.Kind);
            if (await FaultReplies.TryReplyInsteadAsync(http, struck, engine.Stopping))
            {
                CountServed(struck);
                return;
            }
        }

        var identity = new ResponseIdentity(api, ordinal, DateTimeOffset.UtcNow.ToUnixTimeSeconds(), engine.Options.Model);
        var work = new GenerationWork(identity, request, StreamPlan.For(tokens, fault), arrivalNs);
        bool stream = request.Stream ?? engine.Options.StampContent;
        using HandoffTurn? turn = engine.Handoffs is { } handoffs ? await handoffs.BeginAsync(http, work, fault, engine.Stopping) : null;
        work = turn?.Work ?? work;
        await (stream ? _responder.StreamAsync(http, work) : _responder.WholeAsync(http, work));
    }

    // Only a hang has no end of its own: there the client went, or the engine stopped.
    private void CountServed(Fault fault)
    {
        if (fault.Kind == FaultKind.Hang)
        {
            engine.Counters.CountAborted();
        }
        else
        {
            engine.Counters.CountCompleted();
        }
    }

    private Fault? FaultFor(HttpContext http, long sinceReset)
    {
        if (http.Request.Headers.TryGetValue("x-sim-fault", out var header))
        {
            return Fault.TryParse(header.ToString(), out Fault fault, out string? error)
                ? fault
                : throw new BadRequestException("header x-sim-fault: " + error);
        }

        foreach (FaultRule rule in engine.Options.Faults)
        {
            if (rule.Strikes(sinceReset))
            {
                return rule.Fault;
            }
        }

        return null;
    }

    private int TokensFor(GenerationRequest request)
    {
        if (request.Choices > 1)
        {
            throw new BadRequestException($"n = {request.Choices} is not supported: ask for one choice");
        }

        int max = engine.Options.MaxContext;
        int room = max - request.PromptTokens;
        int tokens = request.MaxTokens ?? Math.Min(engine.Options.DefaultTokens, Math.Max(room, 1));
        return tokens <= room
            ? tokens
            : throw new BadRequestException(
                $"this model's maximum context length is {max} tokens, but {(long)tokens + request.PromptTokens} were requested ({request.PromptTokens} in the prompt, {tokens} in the completion): ask for less");
    }

    private async Task<GenerationRequest> ReadAsync(PipeReader body, ApiKind api, CancellationToken cancellation)
    {
        while (true)
        {
            ReadResult read = await body.ReadAsync(cancellation);
            if (read.IsCompleted)
            {
                ReadOnlySequence<byte> whole = read.Buffer;
                try
                {
                    GenerationRequest request = RequestReader.Read(whole, api);
                    request.Leg = engine.Handoffs is null ? null : LegReader.Read(whole);
                    return request;
                }
                finally
                {
                    body.AdvanceTo(whole.End);
                }
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}

/// <summary>A request judged and planned.</summary>
internal sealed record GenerationWork(ResponseIdentity Identity, GenerationRequest Request, StreamPlan Plan, long ArrivalNs)
{
    /// <summary>Edits the body of a whole response: the fields of a hand-off.</summary>
    public Func<byte[], byte[]>? Edit { get; init; }
}
