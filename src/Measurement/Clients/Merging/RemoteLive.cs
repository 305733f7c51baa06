using LoadGen.Histograms;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Clients.Merging;

/// <summary>What arrived at the clients, interval by interval. Single-threaded.</summary>
internal sealed class RemoteLive : ILiveFigures
{
    private readonly List<Queue<RemoteInterval>> _clients;
    private readonly HdrHistogram _ttft = MetricAccumulator.NewHistogram();
    private readonly HdrHistogram _itl = MetricAccumulator.NewHistogram();
    private long _chunks;

    /// <summary>Starts empty.</summary>
    /// <param name="clients">How many clients there are.</param>
    public RemoteLive(int clients) => _clients = [.. Enumerable.Range(0, clients).Select(_ => new Queue<RemoteInterval>())];

    /// <summary>A client's interval has ended.</summary>
    public void Add(int client, RemoteInterval interval) => _clients[client].Enqueue(interval);

    /// <summary>Takes over all that came before an interval's end.</summary>
    /// <param name="interval">The number of the first interval that stays; <see cref="long.MaxValue"/> takes everything over.</param>
    public void Release(long interval)
    {
        foreach (Queue<RemoteInterval> client in _clients)
        {
            while (client.TryPeek(out RemoteInterval? first) && first.Next <= interval)
            {
                client.Dequeue();
                _ttft.Add(first.Ttft);
                _itl.Add(first.Itl);
                _chunks += first.Itl.TotalCount + first.Ttft.TotalCount;
            }
        }
    }

    /// <inheritdoc/>
    public LiveCounts Drain(HdrHistogram ttft, HdrHistogram itl)
    {
        ArgumentNullException.ThrowIfNull(ttft);
        ArgumentNullException.ThrowIfNull(itl);
        ttft.Add(_ttft);
        itl.Add(_itl);
        _ttft.Reset();
        _itl.Reset();
        return new LiveCounts(_chunks);
    }
}

/// <summary>What arrived at a client up to an interval's end.</summary>
/// <param name="Ended">Intervals that have ended with it: the last one of a phase is broken off.</param>
/// <param name="Next">The number of the interval that follows.</param>
/// <param name="Ttft">Times to first token, ns.</param>
/// <param name="Itl">Gaps between chunks, ns.</param>
internal sealed record RemoteInterval(long Ended, long Next, HdrHistogram Ttft, HdrHistogram Itl);
