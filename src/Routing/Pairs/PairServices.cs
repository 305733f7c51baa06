using System.Buffers.Binary;
using System.Security.Cryptography;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Admission;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Observability.Tracing;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Pairs;

/// <summary>What all pairs of a router share: the protocol, the limits, the counters. Thread-safe.</summary>
internal sealed class PairServices
{
    private readonly DisaggIdSource _disaggIds;
    private volatile PairLimits _limits;

    /// <param name="handoff">The protocol between the pools.</param>
    /// <param name="fleet">The workers.</param>
    /// <param name="limits">Limits, until others are set.</param>
    /// <param name="metrics">The counters.</param>
    /// <param name="budget">Bounds how many requests are tried again.</param>
    /// <param name="disaggIds">TensorRT-LLM's ids.</param>
    public PairServices(IHandoff handoff, Fleet fleet, PairLimits limits, RouterMetrics metrics, RetryBudget budget, DisaggIdSource disaggIds)
    {
        Handoff = handoff;
        Metrics = metrics;
        Budget = budget;
        _limits = limits;
        _disaggIds = disaggIds;
        Picker = new PairPicker(fleet, handoff, this);
    }

    /// <summary>The protocol between the pools.</summary>
    public IHandoff Handoff { get; }

    /// <summary>Chooses who serves.</summary>
    public PairPicker Picker { get; }

    /// <summary>The counters.</summary>
    public RouterMetrics Metrics { get; }

    /// <summary>Bounds how many requests are tried again.</summary>
    public RetryBudget Budget { get; }

    /// <summary>Gives each leg its place in the request's trace; null for none.</summary>
    public RequestTracing? Tracing { get; set; }

    /// <summary>Limits for requests that begin from now on.</summary>
    public PairLimits Limits
    {
        get => _limits;
        set => _limits = value;
    }

    /// <summary>64 random bits. Each attempt has its own: rooms and transfer ids come from them.</summary>
    public static ulong NextRandom()
    {
        Span<byte> bits = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bits);
        return BinaryPrimitives.ReadUInt64LittleEndian(bits);
    }

    /// <summary>The ids of an attempt.</summary>
    public HandoffIds NextIds(string requestId, ulong random, PairChoice choice) => new(
        requestId,
        random,
        _disaggIds.Next(),
        Rank(random, choice.PrefillWorker),
        Rank(ulong.RotateLeft(random, 32), choice.DecodeWorker));

    /// <summary>The limits and the budget allow another try.</summary>
    public bool TryRetry(AttemptResult failed, int attempts)
    {
        if (!failed.IsRetriable || attempts >= Limits.AttemptsMax)
        {
            return false;
        }

        if (!Budget.TryTake())
        {
            Metrics.RetryRefused();
            return false;
        }

        Metrics.Retried($"{LegFailure.Name(failed.FailedLeg)}_{LegFailure.Name(failed.Outcome)}");
        return true;
    }

    /// <summary>A leg begins.</summary>
    public LegCall BeginLeg(LegClients clients, PairRequest request, Worker worker, Leg leg, LegRequest body, ILegSink sink)
    {
        Metrics.LegStarted(worker, leg);
        LegTrace trace = Tracing is { } tracing && request.Trace.Context.TraceId != 0 ? tracing.BeginLeg(request.Trace, leg, worker) : default;
        return new LegCall(clients, worker, body, request.Head, sink) { Trace = trace };
    }

    /// <summary>A leg is over: its worker is given back, and the counters hear how it ended.</summary>
    /// <param name="call">The leg's request.</param>
    /// <param name="pick">Who it was given to.</param>
    /// <param name="leg">Which leg.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="promptTokens">What it was counted with.</param>
    /// <param name="endNs">When it ended.</param>
    /// <param name="firstByteNs">When its first byte came; 0 when none did.</param>
    public void EndLeg(LegCall call, in Pick pick, Leg leg, LegResult result, long promptTokens, long endNs, long firstByteNs)
    {
        Pool.Release(pick, promptTokens, result.Outcome);
        RequestTracing.EndLeg(call.Trace, result.Outcome, result.Status);
        Metrics.LegEnded(call.Worker, leg, result.Outcome, endNs - call.StartNs, firstByteNs == 0 ? -1 : firstByteNs - call.StartNs);
        if (result.Outcome is LegOutcome.PeerFailed or LegOutcome.ClientGone)
        {
            Metrics.Orphaned(call.Worker, leg);
        }

        if (call.CancelledNs != 0)
        {
            Metrics.CancelReleased(leg, endNs - call.CancelledNs);
        }
    }

    /// <summary>A worker that was picked and never asked.</summary>
    public static void GiveBack(in Pick pick, long promptTokens) => Pool.Release(pick, promptTokens, LegOutcome.Cancelled);

    /// <summary>A pair that was picked and never asked.</summary>
    public static void GiveBack(PairChoice choice, long promptTokens)
    {
        GiveBack(choice.Decode, promptTokens);
        if (choice.Prefill is { } prefill)
        {
            GiveBack(prefill, promptTokens);
        }
    }

    /// <summary>
    /// Frees the cache that a finished prefill keeps for a decode that will not come: a decode worker is sent the request for one token,
    /// and is stopped when that takes too long. In the background.
    /// </summary>
    public void Reclaim(LegClients clients, PairRequest request, PairChoice choice, HandoffIds ids, ReadOnlyMemory<byte> prefillReply, Worker? avoid)
    {
        if (Handoff.ReclaimsByDecode)
        {
            new Reclaim(this, clients, request, choice, ids, prefillReply.ToArray(), avoid).Start();
        }
    }

    private static int Rank(ulong random, Worker? worker) => worker is { Peer.DpSize: > 1 } ? (int)(random % (ulong)worker.Peer.DpSize) : 0;
}
