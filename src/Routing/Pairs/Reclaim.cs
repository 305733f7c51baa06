using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;
using LoadGen.Transport.Timing;

namespace LoadGen.Routing.Pairs;

/// <summary>Fetches a cache that nobody wants any more, because that is the only way to free it. See <see cref="PairServices.Reclaim"/>.</summary>
internal sealed class Reclaim : ILegOwner
{
    private readonly PairServices _services;
    private readonly LegClients _clients;
    private readonly PairRequest _request;
    private readonly PairChoice _choice;
    private readonly HandoffIds _ids;
    private readonly byte[] _prefillReply;
    private readonly Worker? _avoid;
    private readonly ClientBody _body;
    private readonly long _untilNs;
    private LegCall? _call;

    public Reclaim(PairServices services, LegClients clients, PairRequest request, PairChoice choice, HandoffIds ids, byte[] prefillReply, Worker? avoid)
    {
        _services = services;
        _clients = clients;
        _request = request;
        _choice = choice;
        _ids = ids;
        _prefillReply = prefillReply;
        _avoid = avoid;
        _body = request.Body.Hold();
        _untilNs = clients.Loop.Clock.NowNs + Nanoseconds.Of(services.Limits.Legs.AbortHold);
    }

    /// <summary>Runs it in the background.</summary>
    public void Start() => _ = RunAsync();

    void ILegOwner.OnTick(long nowNs)
    {
        if (nowNs >= _untilNs)
        {
            _call?.Cancel(LegOutcome.Cancelled);
        }
    }

    private async Task RunAsync()
    {
        LinkedListNode<ILegOwner> watch = _clients.Watch(this);
        try
        {
            if (BuildRequest() is { } request)
            {
                await SendAsync(request);
            }
        }
        finally
        {
            _clients.Unwatch(watch);
            _body.Release();
        }
    }

    private async Task SendAsync(LegRequest request)
    {
        Pick pick = _services.Picker.PickForReclaim(_choice.DecodeWorker, _avoid, _ids.Random);
        Worker worker = pick.Worker!;
        var sink = new PrefillSink(keeps: false, 0, static (_, _) => { });
        _call = _services.BeginLeg(_clients, _request, worker, Leg.Decode, request, sink);
        LegResult result = await _call.RunAsync();
        sink.Free();
        if (result.Outcome == LegOutcome.ServerError)
        {
            // Decode had fetched the cache before it failed: there was nothing to fetch again, which is not the worker's fault.
            result = new LegResult(LegOutcome.Rejected, result.Status, result.Problem);
        }

        _services.EndLeg(_call, pick, Leg.Decode, result, promptTokens: 0, _clients.Loop.Clock.NowNs, firstByteNs: 0);
    }

    // The same request for the same cache, for one token. Null when prefill's reply is not what the protocol promises: then there is nothing to fetch.
    private LegRequest? BuildRequest()
    {
        try
        {
            HandoffRequest small = SmallRequest.Of(_request.Handoff);
            return _services.Handoff.Begin(small, _choice.PrefillWorker!.Peer, _choice.DecodeWorker.Peer, _ids).AfterPrefill(_prefillReply).Request;
        }
        catch (HandoffException)
        {
            return null;
        }
    }
}
