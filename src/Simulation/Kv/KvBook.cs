namespace LoadGen.Simulation.Kv;

/// <summary>All hand-offs of an engine, by id: each id serves once. What is ready and fetched by nobody expires with its lease.</summary>
internal sealed class KvBook : IDisposable
{
    // Ids of the past that are still known as such: more than any test or retry storm goes back.
    private const int UsedMax = 1 << 17;

    // How often leases are looked at when nobody asks.
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, KvHandoff> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskCompletionSource<KvHandoff>> _expected = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Queue<string> _usedOrder = new();
    private readonly Queue<KvHandoff> _leased = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _lease;
    private readonly ITimer _sweeper;
    private KvTally _tally;

    /// <summary>Opens the book.</summary>
    /// <param name="lease">How long a ready cache waits for its decode engine.</param>
    /// <param name="time">The clock of leases.</param>
    public KvBook(TimeSpan lease, TimeProvider time)
    {
        (_lease, _time) = (lease, time);
        _sweeper = time.CreateTimer(static book => ((KvBook)book!).Sweep(), this, SweepPeriod, SweepPeriod);
    }

    /// <summary>Hand-offs and blocks pinned now, and how earlier ones ended.</summary>
    public (int Pinned, int PinnedBlocks, KvTally Tally) Figures
    {
        get
        {
            Sweep();
            lock (_lock)
            {
                return (_open.Count, _open.Values.Sum(handoff => handoff.Hold.Blocks), _tally);
            }
        }
    }

    /// <summary>Begins a hand-off.</summary>
    /// <returns>Null when the id is in use or has been.</returns>
    public KvHandoff? Open(string id, long tokens, KvHold hold, IReadOnlyDictionary<string, string> facts)
    {
        var handoff = new KvHandoff(id, tokens, hold, facts);
        lock (_lock)
        {
            if (_used.Contains(id) || !_open.TryAdd(id, handoff))
            {
                return null;
            }

            if (_expected.Remove(id, out var expected))
            {
                expected.SetResult(handoff);
            }
        }

        return handoff;
    }

    /// <summary>The cache is there to be fetched; from now on its request counts as over where it has a lease.</summary>
    public void Publish(KvHandoff handoff, bool leased)
    {
        handoff.SetReady(true);
        if (!leased)
        {
            return;
        }

        handoff.Hold.EndRun();
        lock (_lock)
        {
            handoff.ExpiresAt = _time.GetTimestamp() + (long)(_lease.TotalSeconds * _time.TimestampFrequency);
            _leased.Enqueue(handoff);
        }
    }

    /// <summary>Finds a hand-off.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="waits">Wait until it begins, where it has not.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null when there is none, or the id has been used up.</returns>
    public async Task<KvHandoff?> FindAsync(string id, bool waits, CancellationToken cancellation)
    {
        Sweep();
        Task<KvHandoff> coming;
        lock (_lock)
        {
            if (_open.TryGetValue(id, out KvHandoff? handoff))
            {
                return handoff;
            }

            if (!waits || _used.Contains(id))
            {
                return null;
            }

            if (!_expected.TryGetValue(id, out var expected))
            {
                expected = new TaskCompletionSource<KvHandoff>(TaskCreationOptions.RunContinuationsAsynchronously);
                _expected.Add(id, expected);
            }

            coming = expected.Task;
        }

        return await coming.WaitAsync(cancellation);
    }

    /// <summary>Frees a hand-off's cache and uses up its id.</summary>
    /// <returns>False when it was free already.</returns>
    public bool End(KvHandoff handoff, KvEnd end)
    {
        if (!handoff.TryEnd(end))
        {
            return false;
        }

        lock (_lock)
        {
            _open.Remove(handoff.Id);
            if (_used.Add(handoff.Id))
            {
                _usedOrder.Enqueue(handoff.Id);
                if (_usedOrder.Count > UsedMax)
                {
                    _used.Remove(_usedOrder.Dequeue());
                }
            }

            _tally = end switch
            {
                KvEnd.Pulled => _tally with { Pulled = _tally.Pulled + 1 },
                KvEnd.Reclaimed => _tally with { Reclaimed = _tally.Reclaimed + 1 },
                KvEnd.Expired => _tally with { Expired = _tally.Expired + 1, Leaked = _tally.Leaked + (handoff.ExpiresAt != 0 ? 1 : 0) },
                _ => _tally,
            };
        }

        return true;
    }

    /// <summary>Counts anew; what is pinned stays pinned.</summary>
    public void ResetTally()
    {
        lock (_lock)
        {
            _tally = default;
        }
    }

    /// <summary>Frees what has expired.</summary>
    public void Sweep()
    {
        while (true)
        {
            KvHandoff? due = null;
            lock (_lock)
            {
                // All leases are of one length, so the queue is in the order of their ends.
                if (_leased.TryPeek(out KvHandoff? first) && (first.Ended.IsCompleted || first.ExpiresAt <= _time.GetTimestamp()))
                {
                    due = _leased.Dequeue();
                }
            }

            if (due is null)
            {
                return;
            }

            End(due, KvEnd.Expired);
        }
    }

    public void Dispose() => _sweeper.Dispose();
}

/// <summary>How hand-offs ended.</summary>
/// <param name="Pulled">A decode engine has the cache.</param>
/// <param name="Reclaimed">A decode engine gave it up.</param>
/// <param name="Expired">Nobody came in time.</param>
/// <param name="Leaked">Of those, how many had been answered already: nobody knew but the lease.</param>
internal readonly record struct KvTally(long Pulled, long Reclaimed, long Expired, long Leaked);
