using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Workers;
using LoadGen.Transport.Timing;

namespace LoadGen.Routing.Pairs;

/// <summary>
/// One attempt to serve a request with one pair: a state machine (<see cref="PairState"/>) that runs on one loop. Whatever ends it ends
/// both legs; the client's answer is decided once, at the first thing that decides it, and what is left of the legs ends without it.
/// </summary>
/// <remarks>
/// <code>
/// 1 Prefilling --prefill's reply--> 2 HandingOff --decode's first byte--> 3 Answering --decode's end--> 4 Over
/// (concurrent protocols begin at 2)
/// a leg fails            in 1, 2, 3: the other is cancelled at once                                     --> 4
/// the client goes        in 1: prefill is left; if its reply comes all the same, its cache is reclaimed --> 4
///                        in 2: decode is muted and cancelled at its first byte, or after the hold;
///                              prefill, which ends by itself then, only after the hold                  --> 4
///                        in 3: both are cancelled at once                                               --> 4
/// </code>
/// </remarks>
internal sealed class PairAttempt : ILegOwner
{
    private readonly PairServices _services;
    private readonly LegClients _clients;
    private readonly PairRequest _request;
    private readonly PairChoice _choice;
    private readonly HandoffExchange? _exchange;
    private readonly HandoffIds _ids;
    private readonly ClientStream _client;
    private readonly LegSettings _settings;
    private readonly TaskCompletionSource<AttemptResult> _decided = new();
    private readonly LinkedListNode<ILegOwner> _watch;
    private readonly PrefillSink? _prefillSink;
    private readonly DecodeSink _decodeSink;
    private readonly ClientBody _body;
    private LegCall? _prefill;
    private LegCall? _decode;
    private PairState _state;
    private LegOutcome? _leavingAs;
    private long _holdUntilNs = long.MaxValue;
    private long _handoffStartNs;
    private bool _isPinned;

    /// <exception cref="HandoffException">400: the request cannot be handed off as it is.</exception>
    public PairAttempt(PairServices services, LegClients clients, PairRequest request, PairChoice choice, HandoffIds ids, ClientStream client)
    {
        _exchange = choice.PrefillWorker is { } prefill ? services.Handoff.Begin(request.Handoff, prefill.Peer, choice.DecodeWorker.Peer, ids) : null;
        _services = services;
        _clients = clients;
        _request = request;
        _choice = choice;
        _ids = ids;
        _client = client;
        _settings = services.Limits.Legs;
        _body = request.Body.Hold();
        _decodeSink = new DecodeSink(client, _exchange?.Merger, _settings.ReplyBytesMax, OnHead, OnDecodeOutput);
        _prefillSink = _exchange is null ? null : new PrefillSink(_exchange.NeedsPrefillReply, _settings.ReplyBytesMax, OnHead);
        _state = _exchange is { Decode: null } ? PairState.Prefilling : PairState.HandingOff;
        _watch = clients.Watch(this);
    }

    /// <summary>When decode's first byte came, in ns; 0 before.</summary>
    public long FirstByteNs => _decodeSink.FirstByteNs;

    /// <summary>From prefill's reply, or in concurrent protocols from the beginning, to decode's first byte, in ns; 0 before.</summary>
    public long HandoffNs { get; private set; }

    /// <summary>The client's stream has its end marker: nothing may follow it.</summary>
    public bool HasPassedEnd => _decodeSink.HasPassedEnd;

    /// <summary>The tokens as decode counts them.</summary>
    public UsageCounts Usage => _decodeSink.Usage;

    private long NowNs => _clients.Loop.Clock.NowNs;

    /// <summary>Runs the attempt until the client's answer is decided. The legs may take a little longer to end.</summary>
    public Task<AttemptResult> RunAsync()
    {
        _ = RunLegsAsync();
        return _decided.Task;
    }

    /// <summary>The client has gone.</summary>
    public void OnClientGone() => Leave(LegOutcome.ClientGone, AttemptResult.Gone);

    /// <summary>The request's time is over, or the router's.</summary>
    public void Stop(ClientError error) => Leave(
        LegOutcome.Cancelled,
        new AttemptResult { Kind = _client.HasStarted ? AttemptKind.Broken : AttemptKind.Failed, Outcome = LegOutcome.Cancelled, Error = error });

    void ILegOwner.OnTick(long nowNs)
    {
        if (nowNs >= _holdUntilNs)
        {
            CancelBoth(_leavingAs ?? LegOutcome.Cancelled);
        }
        else if (nowNs >= _request.DeadlineNs)
        {
            Stop(new ClientError(504, ErrorCode.DeadlineExceeded, "the request's time was over before it was answered"));
        }
        else if (_state == PairState.HandingOff && _exchange is not null && nowNs - _handoffStartNs > Nanoseconds.Of(_settings.HandoffTimeout))
        {
            // Neither engine has failed, and nothing comes: as if decode had.
            _decode?.Stall();
        }
        else if (_client.IsFull && _state == PairState.Answering && nowNs - _client.FullSinceNs > Nanoseconds.Of(_settings.ClientStallTimeout))
        {
            OnClientGone();
        }
    }

    private async Task RunLegsAsync()
    {
        try
        {
            await (_exchange switch
            {
                null => RunAloneAsync(),
                { Decode: { } decode } => RunConcurrentAsync(decode),
                _ => RunSerialAsync(),
            });
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            // Nobody waits for an answer for ever, whatever became of the legs.
            Decide(Stopped());
            Unpin();
            _clients.Unwatch(_watch);
            _decodeSink.Free();
            _prefillSink?.Free();
            _body.Release();
        }
    }

    private async Task RunAloneAsync()
    {
        if ((await RunDecodeAsync(new LegRequest { Body = _request.Handoff.WithoutHandoff() }, Leg.Whole)).IsSuccess)
        {
            AnswerWithDecode();
        }
    }

    private async Task RunSerialAsync()
    {
        LegResult prefill = await RunPrefillAsync();
        if (!prefill.IsSuccess || _leavingAs is not null)
        {
            GiveBackUnaskedDecode();
            if (prefill.IsSuccess)
            {
                ReclaimCache(avoid: null);
            }

            return;
        }

        if (NextStep() is not { } step)
        {
            return;
        }

        if (step.Request is not { } request)
        {
            GiveBackUnaskedDecode();
            Answer(200, _request.Handoff.Stream ? "text/event-stream" : "application/json", step.Answer.ToArray());
            return;
        }

        Pin();
        _state = PairState.HandingOff;
        _handoffStartNs = NowNs;
        LegResult decode = await RunDecodeAsync(request, Leg.Decode);
        if (decode.IsSuccess)
        {
            AnswerWithDecode();
        }
        else if (!_decodeSink.HasGoodOutput)
        {
            // Nobody has fetched the cache, as far as can be known.
            ReclaimCache(avoid: decode.Outcome == LegOutcome.Rejected ? null : _choice.DecodeWorker);
        }
    }

    private async Task RunConcurrentAsync(LegRequest decodeRequest)
    {
        Pin();
        _handoffStartNs = NowNs;
        Task<LegResult> prefillEnd = RunPrefillAsync();
        if (_state == PairState.Over)
        {
            // It failed at once (the connection was refused, within the call): decode would wait for a cache that never comes.
            GiveBackUnaskedDecode();
            return;
        }

        Task<LegResult> decodeEnd = RunDecodeAsync(decodeRequest, Leg.Decode);
        try
        {
            bool mergeable = _exchange!.Merger is null || (await prefillEnd).IsSuccess;
            if ((await decodeEnd).IsSuccess && mergeable)
            {
                AnswerWithDecode();
            }
        }
        finally
        {
            // They send slices of the client's body, which is let go of afterwards.
            await Task.WhenAll(prefillEnd, decodeEnd);
        }
    }

    // A defect of this program is for whoever waits for the answer; the leg ends, and is given back, as any other.
    private async Task<LegResult> RunAsync(LegCall call)
    {
        try
        {
            return await call.RunAsync();
        }
        catch (Exception e)
        {
            Fail(e);
            return new LegResult(LegOutcome.Cancelled, 0, null);
        }
    }

    private void Fail(Exception defect)
    {
        _state = PairState.Over;
        _decodeSink.Mute();
        _decided.TrySetException(defect);
        CancelBoth(LegOutcome.Cancelled);
    }

    private AttemptResult Stopped() => new()
    {
        Kind = _client.HasStarted ? AttemptKind.Broken : AttemptKind.Failed,
        Outcome = LegOutcome.Cancelled,
        Error = new ClientError(502, "stopped", "the router stopped the request"),
    };

    private async Task<LegResult> RunPrefillAsync()
    {
        Worker worker = _choice.PrefillWorker!;
        _prefill = _services.BeginLeg(_clients, _request, worker, Leg.Prefill, _exchange!.Prefill, _prefillSink!);
        LegResult result = await RunAsync(_prefill);
        if (_exchange.Decode is not null)
        {
            Unpin();
        }

        if (result.IsSuccess && _exchange.Merger is { } merger)
        {
            result = TakeForMerger(merger);
        }

        EndLeg(_prefill, Leg.Prefill, result, _prefillSink!.ContentType, _prefillSink.Reply, _prefillSink.RetryAfter, firstByteNs: 0);
        return result;
    }

    private async Task<LegResult> RunDecodeAsync(LegRequest request, Leg leg)
    {
        _decode = _services.BeginLeg(_clients, _request, _choice.DecodeWorker, leg, request, _decodeSink);
        LegResult result = await RunAsync(_decode);
        EndLeg(_decode, leg, result, _decodeSink.ContentType, _decodeSink.Reply, _decodeSink.RetryAfter, _decodeSink.FirstByteNs);
        return result;
    }

    // What has to be done at the end of every leg, however it ended: its worker is given back, the other leg and the client hear of it.
    private void EndLeg(LegCall call, Leg leg, LegResult result, string? contentType, ReadOnlyMemory<byte> reply, string? retryAfter, long firstByteNs)
    {
        _services.EndLeg(call, leg == Leg.Prefill ? _choice.Prefill!.Value : _choice.Decode, leg, result, _request.Handoff.PromptTokensEstimate, NowNs, firstByteNs);
        if (result.IsSuccess)
        {
            return;
        }

        if (result.Outcome is LegOutcome.PeerFailed or LegOutcome.ClientGone or LegOutcome.Cancelled)
        {
            // Whoever cancelled it decides what the client hears, and what becomes of the other leg.
            return;
        }

        CancelOther(leg);
        AttemptResult answer = LegFailure.Describe(leg, call.Worker, result, contentType, reply, retryAfter);
        Decide(_client.HasStarted ? answer with { Kind = AttemptKind.Broken, Error = answer.Error ?? LegFailure.Error(leg, call.Worker, result), IsRetriable = false } : answer);
    }

    private LegResult TakeForMerger(IReplyMerger merger)
    {
        try
        {
            merger.TakePrefill(_prefillSink!.Reply);
            _decodeSink.Release();
            return LegResult.OfStatus(_prefillSink.Status);
        }
        catch (HandoffException e)
        {
            return new LegResult(LegOutcome.Malformed, _prefillSink!.Status, e.Message);
        }
    }

    // Null when prefill's reply breaks the protocol: the client has been told.
    private DecodeStep? NextStep()
    {
        try
        {
            return _exchange!.AfterPrefill(_prefillSink!.Reply);
        }
        catch (HandoffException e)
        {
            GiveBackUnaskedDecode();
            var result = new LegResult(LegOutcome.Malformed, _prefillSink!.Status, e.Message);
            _choice.PrefillWorker!.Breaker.Report(result.Outcome);
            Decide(LegFailure.Describe(Leg.Prefill, _choice.PrefillWorker!, result, null, default, null));
            return null;
        }
    }

    private void AnswerWithDecode()
    {
        if (_decodeSink.IsStream)
        {
            if (!_decodeSink.IsMuted)
            {
                _decodeSink.StartClient();
                _client.End();
                Decide(_client.IsGone ? AttemptResult.Gone : AttemptResult.Streamed);
            }

            return;
        }

        try
        {
            ReadOnlyMemory<byte> reply = _exchange?.Merger is { } merger ? merger.MergeWhole(_decodeSink.Reply) : _decodeSink.Reply;
            Answer(_decodeSink.Status, _decodeSink.ContentType ?? "application/json", reply.ToArray());
        }
        catch (HandoffException e)
        {
            Decide(LegFailure.Describe(Leg.Decode, _choice.DecodeWorker, new LegResult(LegOutcome.Malformed, _decodeSink.Status, e.Message), null, default, null));
        }
    }

    private void Answer(int status, string contentType, byte[] body) =>
        Decide(new AttemptResult { Kind = AttemptKind.Reply, Status = status, ContentType = contentType, Body = body });

    // The first answer counts. From then on nothing is written to the client, whose request may be over before the legs are.
    private void Decide(AttemptResult result)
    {
        if (!_decided.Task.IsCompleted)
        {
            // First: whoever waits goes on within the last line.
            _state = PairState.Over;
            _decodeSink.Mute();
            _decided.SetResult(result);
        }
    }

    private void OnHead(Leg leg, int status)
    {
        if (!LegResult.IsAnswer(status))
        {
            // Its body may take a while; the other leg does not wait for it.
            CancelOther(leg);
        }
    }

    private void OnDecodeOutput()
    {
        if (_choice.PrefillWorker is { } prefill)
        {
            HandoffNs = NowNs - _handoffStartNs;
            _services.Metrics.HandoffCompleted(prefill, _choice.DecodeWorker, HandoffNs);
        }

        if (_exchange is { Decode: null })
        {
            Unpin();

            // Decode has it, and the cache with it: nothing asks for prefill's reply any more, and a stream may be long.
            _prefillSink!.Free();
        }

        if (_leavingAs is { } why)
        {
            _decode!.Cancel(why);
        }
        else if (_state == PairState.HandingOff)
        {
            _state = PairState.Answering;
        }
    }

    private void Leave(LegOutcome why, AttemptResult answer)
    {
        if (_decided.Task.IsCompleted)
        {
            return;
        }

        PairState left = _state;
        _leavingAs = why;
        Decide(answer);
        bool holds = left switch
        {
            PairState.Prefilling => _services.Handoff.ReclaimsByDecode && (_settings.FinishesPrefill || _prefill!.TryLeave(why)),
            PairState.HandingOff => _exchange is not null && _services.Handoff.HoldsDecodeAbort,
            _ => false,
        };
        if (holds)
        {
            _holdUntilNs = left == PairState.Prefilling && _settings.FinishesPrefill ? long.MaxValue : NowNs + Nanoseconds.Of(_settings.AbortHold);
        }
        else
        {
            CancelBoth(why);
        }
    }

    private void CancelOther(Leg failed)
    {
        if (failed == Leg.Prefill)
        {
            _decode?.Cancel(LegOutcome.PeerFailed);
        }
        else
        {
            _prefill?.Cancel(LegOutcome.PeerFailed);
        }
    }

    private void CancelBoth(LegOutcome why)
    {
        _prefill?.Cancel(why);
        _decode?.Cancel(why);
    }

    private void ReclaimCache(Worker? avoid)
    {
        Unpin();
        _services.Reclaim(_clients, _request, _choice, _ids, _prefillSink!.Reply, avoid);
    }

    // The decode worker was picked, and counted, together with prefill's.
    private void GiveBackUnaskedDecode() => PairServices.GiveBack(_choice.Decode, _request.Handoff.PromptTokensEstimate);

    private void Pin()
    {
        _isPinned = true;
        _choice.PrefillWorker!.Load.Pin();
    }

    private void Unpin()
    {
        if (_isPinned)
        {
            _isPinned = false;
            _choice.PrefillWorker!.Load.Unpin();
        }
    }
}
