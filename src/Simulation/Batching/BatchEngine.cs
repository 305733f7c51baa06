using LoadGen.Simulation.Pacing;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Roofline;
using LoadGen.Simulation.Serving;
using LoadGen.Simulation.Streams;
using LoadGen.Transport.Timing;

namespace LoadGen.Simulation.Batching;

/// <summary>The batch of an engine that the roofline paces, and the thread that runs it.</summary>
internal sealed class BatchEngine : IDisposable
{
    private readonly RooflineOptions _options;
    private readonly long _seed;
    private readonly BatchScheduler _scheduler;
    private readonly Pacer _pacer;
    private readonly BatchLoop _loop;

    public BatchEngine(RooflineOptions options, long seed, IMonotonicClock clock, int pacerIndex)
    {
        (_options, _seed) = (options, seed);
        _scheduler = new BatchScheduler(options.Deployment, options.Order);
        _pacer = new Pacer(clock, pacerIndex);
        _loop = new BatchLoop(_scheduler, options.TimeScale, _pacer);
    }

    /// <summary>How the batch stands.</summary>
    public BatchFigures Figures => _loop.Figures;

    /// <summary>A request's place in the batch, still to be entered.</summary>
    /// <exception cref="BadRequestException">The GPUs' memory could never hold it.</exception>
    public BatchSequence Plan(GenerationWork work)
    {
        var need = new SequenceNeed(
            Math.Max(1, work.Request.PromptTokens), work.Request.CachedTokens, Math.Max(1, work.Plan.Tokens), (int)work.Request.Choices, work.IsPrefilled);
        if (!_scheduler.Fits(need))
        {
            throw new BadRequestException($"the request holds {need.TokensAtEnd} tokens in the KV cache, more than the memory of {_options.Deployment.Tp} {_options.Deployment.Sku.Id} leaves: ask for less");
        }

        // What comes before the first step: of a decode engine of a pair, the way of the cache. Where prefill does not say how long that is, it is
        // taken to be spread as this engine is.
        double beforeS = need.IsPrefilled ? work.CacheWayS ?? RooflinePredictor.HandoffS(_options.Deployment, need.PromptTokens) : _options.Deployment.Constants.FirstTokenMs * 1e-3;
        long readyNs = work.ArrivalNs + (work.Plan.DelayMs * 1_000_000L) + (long)(beforeS * 1e9 / _options.TimeScale);
        return new BatchSequence(need, readyNs, StreamSchedule.SeedFor(_seed, work.Identity.Ordinal));
    }

    /// <summary>Enters a request; its tokens bring the waiter back.</summary>
    public void Enter(BatchSequence sequence, PacedRequest waiter)
    {
        sequence.AwaitBy(waiter);
        _loop.Enqueue(sequence);
    }

    /// <inheritdoc/>
    public void Dispose() => _pacer.Dispose();
}
