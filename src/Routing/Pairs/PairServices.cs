using System.Buffers.Binary;
using System.Security.Cryptography;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Pairs;

/// <summary>What all pairs of a router share: the protocol, the limits, the counters. Thread-safe.</summary>
internal sealed class PairServices
{
    private readonly DisaggIdSource _disaggIds = new(TimeProvider.System, 0);
    private volatile LegSettings _legSettings = LegSettings.Default;

    /// <param name="handoff">The protocol between the pools; null where all workers are aggregated.</param>
    /// <param name="picker">Chooses who serves.</param>
    public PairServices(IHandoff? handoff, PairPicker picker)
    {
        Handoff = handoff;
        Picker = picker;
    }

    /// <summary>The protocol between the pools.</summary>
    public IHandoff? Handoff { get; }

    /// <summary>Chooses who serves.</summary>
    public PairPicker Picker { get; }

    /// <summary>Limits for legs that begin from now on.</summary>
    public LegSettings LegSettings
    {
        get => _legSettings;
        set => _legSettings = value;
    }

    /// <summary>A leg is over: its worker is given back, and the counters hear how it ended.</summary>
    public void EndLeg(LegCall call, Leg leg, LegResult result, long promptTokens, long firstByteNs)
    {
        Pool.Release(call.Worker, promptTokens, result.Outcome);
        _ = leg;
        _ = firstByteNs;
    }

    /// <summary>Most pairs asked for one request.</summary>
    public int AttemptsMax { get; set; } = 2;

    /// <summary>64 random bits. Each attempt has its own: rooms and transfer ids come from them.</summary>
    public ulong NextRandom() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>The ids of an attempt.</summary>
    public HandoffIds NextIds(string requestId, ulong random, PairChoice choice) => new(
        requestId,
        random,
        _disaggIds.Next(),
        Rank(random, choice.PrefillWorker),
        Rank(ulong.RotateLeft(random, 32), choice.DecodeWorker));

    /// <summary>The budget allows another try.</summary>
    public bool TryRetry(AttemptResult failed) => failed.IsRetriable;

    /// <summary>How long to wait before the next try, in ns.</summary>
    public long RetryDelayNs(int attempt) => 25_000_000L * attempt;

    /// <summary>A pair that was picked and never asked.</summary>
    public void GiveBack(PairChoice choice, long promptTokens)
    {
        GiveBack(choice.DecodeWorker, promptTokens);
        if (choice.PrefillWorker is { } prefill)
        {
            GiveBack(prefill, promptTokens);
        }
    }

    /// <summary>A worker that was picked and never asked.</summary>
    public void GiveBack(Worker worker, long promptTokens) => Pool.Release(worker, promptTokens, LegOutcome.Cancelled);

    /// <summary>A cache has been fetched for nobody, or could not be.</summary>
    public void Reclaimed(Worker worker, LegResult result) => Pool.Release(worker, 0, LegOutcome.Cancelled);

    /// <summary>A whole reply turned out to break the protocol.</summary>
    public void Report(Worker worker, LegOutcome outcome) => worker.Breaker.Report(outcome);

    /// <summary>
    /// Frees the cache that a finished prefill keeps for a decode that will not come: a decode worker is sent the request for one token,
    /// and is stopped when that takes too long. In the background.
    /// </summary>
    public void Reclaim(LegClients clients, PairRequest request, PairChoice choice, HandoffIds ids, ReadOnlyMemory<byte> prefillReply, Worker? avoid)
    {
        if (Handoff is { ReclaimsByDecode: true })
        {
            new Reclaim(this, clients, request, choice, ids, prefillReply.ToArray(), avoid).Start();
        }
    }

    private static int Rank(ulong random, Worker? worker) => worker is { Peer.DpSize: > 1 } ? (int)(random % (ulong)worker.Peer.DpSize) : 0;
}
