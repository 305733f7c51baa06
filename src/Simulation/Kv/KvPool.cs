namespace LoadGen.Simulation.Kv;

/// <summary>The blocks of a KV cache: who asks for more than are free waits its turn, first come first served, as engines' schedulers do.</summary>
internal sealed class KvPool(int totalBlocks)
{
    /// <summary>Tokens in a block: vLLM's default.</summary>
    public const int BlockTokens = 16;

    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private TaskCompletionSource? _idle;
    private int _free = totalBlocks;
    private int _running;

    public int TotalBlocks { get; } = totalBlocks;

    /// <summary>Free blocks, requests that hold some, and requests that wait for some.</summary>
    public (int Free, int Running, int Waiting) Figures
    {
        get
        {
            lock (_lock)
            {
                return (_free, _running, _waiting.Count);
            }
        }
    }

    /// <summary>Blocks that so many tokens take; at least one.</summary>
    public static int BlocksFor(long tokens) => (int)Math.Clamp((tokens + BlockTokens - 1) / BlockTokens, 1, int.MaxValue);

    /// <summary>Takes blocks for a running request; waits while there are not enough. Asking for more than <see cref="TotalBlocks"/> would wait for ever.</summary>
    public async Task<KvHold> AllocateAsync(int blocks, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocks, TotalBlocks);
        cancellation.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_lock)
        {
            if (_waiting.Count == 0 && TryTake(blocks) is { } hold)
            {
                return hold;
            }

            waiter = new Waiter(blocks);
            _waiting.AddLast(waiter);
        }

        using (cancellation.UnsafeRegister(_ => Abandon(waiter, cancellation), null))
        {
            return await waiter.Granted.Task;
        }
    }

    /// <summary>Takes blocks if they are free and nobody waits.</summary>
    public KvHold? TryAllocate(int blocks)
    {
        lock (_lock)
        {
            return _waiting.Count == 0 ? TryTake(blocks) : null;
        }
    }

    /// <summary>Ends when no request runs or waits.</summary>
    public Task WhenIdleAsync()
    {
        lock (_lock)
        {
            return _running == 0 && _waiting.Count == 0
                ? Task.CompletedTask
                : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>A hold's request has ended; its blocks may stay pinned.</summary>
    internal void EndRun()
    {
        lock (_lock)
        {
            _running--;
            CheckIdle();
        }
    }

    internal void Release(int blocks)
    {
        lock (_lock)
        {
            _free += blocks;
            while (_waiting.First?.Value is { } waiter && TryTake(waiter.Blocks) is { } hold)
            {
                _waiting.RemoveFirst();
                waiter.Granted.SetResult(hold);
            }

            CheckIdle();
        }
    }

    private KvHold? TryTake(int blocks)
    {
        if (blocks > _free)
        {
            return null;
        }

        _free -= blocks;
        _running++;
        return new KvHold(this, blocks);
    }

    private void Abandon(Waiter waiter, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_waiting.Remove(waiter))
            {
                waiter.Granted.SetCanceled(cancellation);
                CheckIdle();
            }
        }
    }

    private void CheckIdle()
    {
        if (_running == 0 && _waiting.Count == 0)
        {
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    private sealed record Waiter(int Blocks)
    {
        public TaskCompletionSource<KvHold> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Equals(Waiter? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Blocks;
    }
}
