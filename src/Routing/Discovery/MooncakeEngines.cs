using LoadGen.Inference.Handoffs;
using LoadGen.Inference.Handoffs.Vllm;
using LoadGen.Routing.Health;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Discovery;

/// <summary>
/// Asks the bootstrap servers of Mooncake's prefill workers for their engines' ids, which decode has to be told: as soon as a worker is
/// known, when it has become healthy, and again after it was unhealthy, for an engine that was restarted has other ids. Thread-safe.
/// </summary>
internal sealed class MooncakeEngines : IAsyncDisposable
{
    // An entry of a few dozen bytes for each data-parallel rank: room for tens of thousands.
    private const int AnswerBytesMax = 1 << 20;

    // The answer is in the server's memory, as a probe's is.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(3);

    // A healthy engine whose bootstrap server does not answer yet is about to: requests fail until it does.
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, MooncakeEntry> _entries = [];
    private readonly Fleet _fleet;
    private readonly HttpMessageInvoker _invoker;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private bool _isStopped;

    /// <summary>Creates it, doing nothing before <see cref="Start"/>.</summary>
    /// <param name="fleet">Whose prefill workers to ask.</param>
    /// <param name="handler">Sends the requests; it disposes of it.</param>
    /// <param name="time">The clock.</param>
    public MooncakeEngines(Fleet fleet, HttpMessageHandler handler, TimeProvider time)
    {
        _fleet = fleet;
        _invoker = new HttpMessageInvoker(handler, disposeHandler: true);
        _time = time;
        _timer = time.CreateTimer(static self => ((MooncakeEngines)self!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>One line for whoever runs the router: a healthy worker whose ids cannot be had, or can again.</summary>
    public event Action<string>? Noticed;

    /// <summary>Begins, with the workers that are there.</summary>
    public void Start()
    {
        _fleet.Changed += Look;
        Look();
    }

    /// <summary>Stops: questions under way are given up and waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        _fleet.Changed -= Look;
        Task[] asking;
        lock (_lock)
        {
            _isStopped = true;
            asking = [.. _entries.Values.Select(entry => entry.Asking)];
        }

        await _stop.CancelAsync();
        await Task.WhenAll(asking);
        await _timer.DisposeAsync();
        _invoker.Dispose();
        _stop.Dispose();
    }

    private void Look()
    {
        lock (_lock)
        {
            if (_isStopped)
            {
                return;
            }

            IReadOnlyList<Worker> workers = _fleet.Prefill.Workers;
            foreach (Worker worker in workers)
            {
                if (!_entries.TryGetValue(worker.Number, out MooncakeEntry? entry))
                {
                    _entries.Add(worker.Number, entry = new MooncakeEntry(worker));
                }

                if (entry.ShouldAsk())
                {
                    entry.Asking = AskAsync(entry);
                }
            }

            foreach (MooncakeEntry gone in _entries.Values.Where(entry => entry.Worker.State == WorkerState.Removed && entry.Asking.IsCompleted).ToArray())
            {
                _entries.Remove(gone.Worker.Number);
            }
        }
    }

    private async Task AskAsync(MooncakeEntry entry)
    {
        // Not under the lock of whoever looked.
        await Task.Yield();
        string? problem = null;
        try
        {
            IReadOnlyDictionary<int, string> ids = await QueryAsync(entry.Worker);
            entry.Worker.Peer = entry.Worker.Peer with { EngineIdByRank = ids };
        }
        catch (HttpRequestException e)
        {
            problem = EngineFailure.Describe(e, MooncakeQuery.UrlOf(entry.Worker.Peer));
        }
        catch (HandoffException e)
        {
            problem = e.Message;
        }
        catch (OperationCanceledException)
        {
            problem = FormattableString.Invariant($"no answer within {s_timeout.TotalSeconds} s");
        }

        End(entry, problem);
    }

    private async Task<IReadOnlyDictionary<int, string>> QueryAsync(Worker worker)
    {
        using var timeout = new CancellationTokenSource(s_timeout, _time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        using HttpRequestMessage request = EngineClient.NewRequest(HttpMethod.Get, MooncakeQuery.UrlOf(worker.Peer));
        using HttpResponseMessage response = await _invoker.SendAsync(request, ended.Token);
        if (!response.IsSuccessStatusCode)
        {
            throw new HandoffException(502, FormattableString.Invariant($"bootstrap server's reply: status {(int)response.StatusCode}"));
        }

        await response.Content.LoadIntoBufferAsync(AnswerBytesMax, ended.Token);
        return MooncakeQuery.Read(await response.Content.ReadAsByteArrayAsync(ended.Token));
    }

    private void End(MooncakeEntry entry, string? problem)
    {
        string? notice;
        lock (_lock)
        {
            notice = entry.Take(problem);
            if (problem is not null && !_isStopped)
            {
                _timer.Change(s_again, Timeout.InfiniteTimeSpan);
            }
        }

        if (notice is not null)
        {
            Noticed?.Invoke(notice);
        }

        if (problem is null)
        {
            // It may have been unhealthy meanwhile.
            Look();
        }
    }
}
