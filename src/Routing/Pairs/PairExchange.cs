using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Workers;
using LoadGen.Serving;
using LoadGen.Transport.Timing;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Pairs;

/// <summary>One request to its answer: attempts on one pair after another, while nothing has been sent to the client and the budget allows. On one loop.</summary>
internal sealed class PairExchange : ILegOwner
{
    private readonly PairServices _services;
    private readonly LegClients _clients;
    private readonly PairRequest _request;
    private readonly ClientStream _client;
    private PairAttempt? _attempt;
    private List<Worker>? _tried;
    private bool _isClientGone;

    public PairExchange(PairServices services, LegClients clients, FrameWriter frames, PairRequest request, HttpContext http)
    {
        _services = services;
        _clients = clients;
        _request = request;
        _client = new ClientStream(http, clients.Loop, frames);
    }

    /// <summary>What the exchange cost and came to, for the counters and the access log.</summary>
    public PairRecord Record { get; } = new();

    /// <summary>Runs it on its loop. Whoever awaits it is resumed elsewhere.</summary>
    public async Task<AttemptResult> RunAsync(CancellationToken clientGone)
    {
        await using CancellationTokenRegistration gone = clientGone.UnsafeRegister(static x => ((PairExchange)x!).PostClientGone(), this);
        AttemptResult? result = null;
        await _clients.Loop.RunAsync(async () => result = await DrainAsync(await RunOnLoopAsync()));
        return result!;
    }

    void ILegOwner.OnTick(long nowNs)
    {
        if (_client.IsFull && nowNs - _client.FullSinceNs > Nanoseconds.Of(_services.Limits.Legs.ClientStallTimeout))
        {
            _client.GiveUp();
        }
    }

    // Kestrel gets the connection back when all that was written has gone into it: two flushes at once would break it.
    private async Task<AttemptResult> DrainAsync(AttemptResult result)
    {
        if (result.Kind is not (AttemptKind.Streamed or AttemptKind.Broken))
        {
            return result;
        }

        if (_client.IsFull)
        {
            LinkedListNode<ILegOwner> watch = _clients.Watch(this);
            while (_client.IsFull)
            {
                await _client.WaitAsync();
            }

            _clients.Unwatch(watch);
        }

        return _client.IsGone ? AttemptResult.Gone : result;
    }

    private void PostClientGone() => _clients.Loop.Post(() =>
    {
        _isClientGone = true;
        _client.GiveUp();
        _attempt?.OnClientGone();
    });

    private async Task<AttemptResult> RunOnLoopAsync()
    {
        Record.StartNs = _clients.Loop.Clock.NowNs;
        AttemptResult? last = null;
        for (int attempt = 1; ; attempt++)
        {
            if (_isClientGone)
            {
                return AttemptResult.Gone;
            }

            ulong random = PairServices.NextRandom();
            if (_services.Picker.Pick(_request, random, _tried, out WorkerRole missing) is not { } choice)
            {
                // What the last pair said is a better answer than that there is no other.
                return last ?? NobodyToAsk(missing);
            }

            last = await AttemptAsync(choice, random);
            if (!_services.TryRetry(last, attempt))
            {
                return last;
            }

            (_tried ??= []).Add(last.FailedLeg == Leg.Prefill ? choice.PrefillWorker! : choice.DecodeWorker);
            await PauseAsync(_services.Limits.Delay.Before(attempt, random));
        }
    }

    private async Task<AttemptResult> AttemptAsync(PairChoice choice, ulong random)
    {
        Record.Attempts++;
        Record.Choice = choice;
        HandoffIds ids = _services.NextIds(_request.RequestId, random, choice);
        try
        {
            _attempt = new PairAttempt(_services, _clients, _request, choice, ids, _client);
        }
        catch (HandoffException e)
        {
            PairServices.GiveBack(choice, _request.Handoff.PromptTokensEstimate);
            return NotBegun(e);
        }

        AttemptResult result = await _attempt.RunAsync();
        Record.Take(_attempt, _client);
        if (result.Kind == AttemptKind.Broken && _attempt.HasPassedEnd)
        {
            // What failed came after the answer: the legs' counters say so, and the client has all that it asked for.
            _client.End();
            return AttemptResult.Streamed;
        }

        if (result.Kind == AttemptKind.Broken)
        {
            _client.Send(result.Error!.ToEvent());
            _client.End();
        }

        return result;
    }

    // The client's request cannot be handed off as it is; or, 5xx, not to this prefill worker, of which something is not known yet.
    private static AttemptResult NotBegun(HandoffException e) => new()
    {
        Kind = AttemptKind.Failed,
        FailedLeg = Leg.Prefill,
        Outcome = e.Status < 500 ? LegOutcome.Rejected : LegOutcome.ConnectFailed,
        Error = new ClientError(e.Status, e.Status < 500 ? "invalid_request" : "prefill_failed", e.Message),
        IsRetriable = e.Status >= 500,
    };

    private static AttemptResult NobodyToAsk(WorkerRole role)
    {
        (string name, string code) = role == WorkerRole.Prefill ? ("prefill", ErrorCode.NoPrefillWorker) : ("decode", ErrorCode.NoDecodeWorker);
        return new AttemptResult
        {
            Kind = AttemptKind.Failed,
            Outcome = LegOutcome.Overloaded,
            Error = new ClientError(503, code, $"no {name} worker can take a request now", RetryAfterS: 1),
        };
    }

    private Task PauseAsync(TimeSpan pause)
    {
        var over = new TaskCompletionSource();
        _clients.Loop.CreateTimer(_ => over.TrySetResult(), isPrecise: false).Set(_clients.Loop.Clock.NowNs + Nanoseconds.Of(pause));
        return over.Task;
    }
}
