namespace LoadGen.Simulation.Kv;

/// <summary>Blocks that one request holds. Freed once, whoever frees them.</summary>
internal sealed class KvHold(KvPool pool, int blocks) : IDisposable
{
    private int _ended;
    private int _freed;

    public int Blocks => blocks;

    /// <summary>The request has ended and the blocks stay: they are pinned for someone else to fetch.</summary>
    public void EndRun()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            pool.EndRun();
        }
    }

    /// <summary>Frees the blocks.</summary>
    public void Dispose()
    {
        EndRun();
        if (Interlocked.Exchange(ref _freed, 1) == 0)
        {
            pool.Release(blocks);
        }
    }
}
