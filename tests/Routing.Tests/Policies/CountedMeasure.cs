using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Policies;

/// <summary>Counts requests as load, and how often a worker's load was looked at on this thread.</summary>
internal readonly struct CountedMeasure : ILoadMeasure
{
    [ThreadStatic]
    private static int t_looks;

    public static int TakeLooks() => (t_looks, t_looks = 0).Item1;

    public static long Of(Worker worker)
    {
        t_looks++;
        return worker.Load.Requests;
    }

    public static long Of(PoolLoad pool) => pool.Requests;
}
