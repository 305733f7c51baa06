using System.Buffers;
using System.IO.Pipelines;
using LoadGen.Simulation.Batching;
using LoadGen.Simulation.Control;
using LoadGen.Simulation.Handoffs;
using LoadGen.Simulation.Handoffs.Legs;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Responses;
using LoadGen.Simulation.Streams;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Serving;

/// <summary>The generation APIs: reads and judges the request, then hands it to the response that it or its fault calls for.</summary>
internal sealed class GenerationEndpoint(EngineState engine)
{
    // vLLM's and SGLang's benchmarks ask for far fewer; each choice of a stream is an event of its own at every step.
    private const int ChoicesMax = 4096;

    private readonly GenerationResponder _responder = new(engine);

    /// <param name="http">The request.</param>
    /// <param name="api">The API that it was sent to.</param>
    /// <param name="stream">Whether to stream, where the path says so.</param>
    /// <param name="model">The model, where the path names it.</param>
    public async Task HandleAsync(HttpContext http, ApiKind api, bool? stream = null, string? model = null)
    {
        (long ordinal, long sinceReset) = engine.Counters.Begin();
        try
        {
            await HandleAsync(http, new GenerationCall(api, stream, model), ordinal, sinceReset);
        }
        catch (BadRequestException e)
        {
            engine.Settle(http, RequestOutcome.Refused);
            await Replies.ErrorAsync(http, 400, e.Message);
        }
        catch (EngineErrorException e)
        {
            engine.Settle(http, RequestOutcome.Refused);
            await Replies.JsonAsync(http, e.Status, EngineErrors.Format(engine.Options.Handoff!.Speaks, e.Status, e.Message));
        }
        catch (BadHttpRequestException e)
        {
            // Kestrel's objection to the body: too large, or broken off.
            engine.Settle(http, RequestOutcome.Refused);
            await Replies.ErrorAsync(http, e.StatusCode, e.Message);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client went while its request was being read or its response written.
            engine.Settle(http, RequestOutcome.Aborted);
            http.Abort();
        }
        finally
        {
            engine.Counters.End();
        }
    }

    private async Task HandleAsync(HttpContext http, GenerationCall call, long ordinal, long sinceReset)
    {
        if (!Authorization.Allows(http, engine.Options.ApiKey))
        {
            engine.Settle(http, RequestOutcome.Refused);
            await Authorization.RefuseAsync(http);
            return;
        }

        Fault? fault = FaultFor(http, ordinal, sinceReset);
        if (fault is { Kind: FaultKind.Refuse or FaultKind.EarlyStatus } early)
        {
            NoteFault(http, early);
            engine.Settle(http, RequestOutcome.Completed);
            await FaultReplies.ReplyEarlyAsync(http, early);
            return;
        }

        GenerationRequest request = await ReadAsync(http.Request.BodyReader, call.Api, engine.Prefixes is null ? null : new PromptBlocks(), engine.Handoffs is null ? http.RequestAborted : CancellationToken.None);
        long arrivalNs = engine.Clock.NowNs;
        if ((call.Model ?? request.Model) is { } model && model != engine.Options.Model)
        {
            engine.Settle(http, RequestOutcome.Refused);
            await Replies.ErrorAsync(http, 404, $"the model '{model}' does not exist: this engine serves '{engine.Options.Model}'", "model_not_found");
            return;
        }

        int tokens = TokensFor(request);
        if (request.Blocks is { } blocks)
        {
            request.CachedEach = engine.Prefixes!.Remember(blocks);
        }

        bool stream = call.Stream ?? request.Stream ?? engine.Options.StampContent;
        if (fault is { } struck)
        {
            NoteFault(http, struck);
            if (await FaultReplies.TryReplyInsteadAsync(http, struck, stream, engine.Stopping))
            {
                // Only a hang has no end of its own: there the client went, or the engine stopped.
                engine.Settle(http, struck.Kind == FaultKind.Hang ? RequestOutcome.Aborted : RequestOutcome.Completed);
                return;
            }
        }

        var identity = new ResponseIdentity(call.Api, ordinal, DateTimeOffset.UtcNow.ToUnixTimeSeconds(), engine.Options.Model);
        var work = new GenerationWork(identity, request, StreamPlan.For(tokens, fault), arrivalNs);
        using HandoffTurn? turn = engine.Handoffs is { } handoffs ? await handoffs.BeginAsync(http, work, fault, engine.Stopping) : null;
        work = turn?.Work ?? work;
        await (stream ? _responder.StreamAsync(http, work) : _responder.WholeAsync(http, work));
    }

    private void NoteFault(HttpContext http, Fault fault)
    {
        engine.Counters.CountFault(fault.Kind);
        if (http.Features.Get<RequestRecord>() is { } record)
        {
            record.Fault = fault.ToString();
        }
    }

    private Fault? FaultFor(HttpContext http, long ordinal, long sinceReset)
    {
        if (http.Request.Headers.TryGetValue("x-sim-fault", out var header))
        {
            return Fault.TryParse(header.ToString(), out Fault fault, out string? error)
                ? fault
                : throw new BadRequestException("header x-sim-fault: " + error);
        }

        return engine.Faults.For(ordinal, sinceReset);
    }

    private int TokensFor(GenerationRequest request)
    {
        if (request.Choices > ChoicesMax)
        {
            throw new BadRequestException($"{request.Choices} choices in one request are not supported: ask for at most {ChoicesMax}, prompts times n");
        }

        int max = engine.Options.MaxContext;
        int prompt = request.LongestPrompt;
        int room = max - prompt;
        int tokens = request.MaxTokens ?? Math.Min(engine.Options.DefaultTokens, Math.Max(room, 1));
        return tokens <= room
            ? tokens
            : throw new BadRequestException(
                $"this model's maximum context length is {max} tokens, but {(long)tokens + prompt} were requested ({prompt} in the prompt, {tokens} in the completion): ask for less");
    }

    private async Task<GenerationRequest> ReadAsync(PipeReader body, ApiKind api, PromptBlocks? blocks, CancellationToken cancellation)
    {
        while (true)
        {
            ReadResult read = await body.ReadAsync(cancellation);
            if (read.IsCompleted)
            {
                ReadOnlySequence<byte> whole = read.Buffer;
                try
                {
                    GenerationRequest request = RequestReader.Read(whole, api, blocks);
                    if (engine.Options.PromptCounter is { } counter)
                    {
                        PromptCounting.Apply(counter, whole, api, request);
                    }

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

/// <summary>What a request's path says.</summary>
/// <param name="Api">The API.</param>
/// <param name="Stream">Whether to stream; null where the body says it.</param>
/// <param name="Model">The model; null where the body names it.</param>
internal readonly record struct GenerationCall(ApiKind Api, bool? Stream, string? Model);

/// <summary>A request judged and planned.</summary>
internal sealed record GenerationWork(ResponseIdentity Identity, GenerationRequest Request, StreamPlan Plan, long ArrivalNs)
{
    /// <summary>Edits the body of a whole response: the fields of a hand-off.</summary>
    public Func<byte[], byte[]>? Edit { get; init; }

    /// <summary>The cache of its prompt came from a prefill engine.</summary>
    public bool IsPrefilled { get; init; }

    /// <summary>How long that cache is on its way, s, as the prefill engine says; null where it does not.</summary>
    public double? CacheWayS { get; init; }

    /// <summary>Its place in the batch, once it has been entered.</summary>
    public BatchSequence? Sequence { get; init; }
}
