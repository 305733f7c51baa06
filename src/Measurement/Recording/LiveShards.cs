using LoadGen.Histograms;
using LoadGen.Measurement.Metrics;

namespace LoadGen.Measurement.Recording;

/// <summary>
/// What is recorded while responses arrive: every thread that reads responses has its own recorders, so that no token takes a lock or
/// shares a cache line. The collector swaps them out once an interval.
/// </summary>
public sealed class LiveShards : ILiveFigures, IDisposable
{
    private readonly ThreadLocal<Shard> _shards = new(() => new Shard(), trackAllValues: true);

    /// <summary>The calling thread's recorders.</summary>
    public Shard Current => _shards.Value!;

    /// <inheritdoc/>
    public LiveCounts Drain(HdrHistogram ttft, HdrHistogram itl)
    {
        ArgumentNullException.ThrowIfNull(ttft);
        ArgumentNullException.ThrowIfNull(itl);
        long chunks = 0;
        foreach (Shard shard in _shards.Values)
        {
            shard.DrainInto(ttft, itl);
            chunks += shard.Chunks;
        }

        return new LiveCounts(chunks);
    }

    /// <inheritdoc/>
    public void Dispose() => _shards.Dispose();

    /// <summary>One thread's recorders.</summary>
    public sealed class Shard
    {
        private readonly HistogramRecorder _ttft = NewRecorder();
        private readonly HistogramRecorder _itl = NewRecorder();
        private HdrHistogram? _spareTtft;
        private HdrHistogram? _spareItl;
        private long _chunks;

        /// <summary>Chunks with output seen by this thread, ever.</summary>
        internal long Chunks => Volatile.Read(ref _chunks);

        /// <summary>A first token arrived.</summary>
        public void RecordTtft(long ns) => _ttft.TryRecord(ns);

        /// <summary>A chunk with output arrived.</summary>
        /// <param name="gapNs">ns since the output chunk before it; negative for a request's first.</param>
        public void RecordChunk(long gapNs)
        {
            _chunks++;
            if (gapNs >= 0)
            {
                _itl.TryRecord(gapNs);
            }
        }

        internal void DrainInto(HdrHistogram ttft, HdrHistogram itl)
        {
            _spareTtft = _ttft.SwapInterval(_spareTtft);
            ttft.Add(_spareTtft);
            _spareItl = _itl.SwapInterval(_spareItl);
            itl.Add(_spareItl);
        }

        private static HistogramRecorder NewRecorder() => new(1, MetricAccumulator.HighestValue, MetricAccumulator.SignificantDigits);
    }
}

/// <summary>Counters read from the shards.</summary>
/// <param name="OutputChunks">Chunks with output so far.</param>
public readonly record struct LiveCounts(long OutputChunks);
