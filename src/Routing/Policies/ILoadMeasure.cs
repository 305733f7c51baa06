using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies;

/// <summary>What counts as load. Policies are generic over it, so that the choice costs no call and tests can count the looks.</summary>
internal interface ILoadMeasure
{
    /// <summary>A worker's.</summary>
    static abstract long Of(Worker worker);

    /// <summary>All its pool's together.</summary>
    static abstract long Of(PoolLoad pool);
}

/// <summary>Legs under way.</summary>
internal readonly struct RequestsMeasure : ILoadMeasure
{
    public static long Of(Worker worker) => worker.Load.Requests;

    public static long Of(PoolLoad pool) => pool.Requests;
}

/// <summary>Prompt tokens of the legs under way.</summary>
internal readonly struct TokensMeasure : ILoadMeasure
{
    public static long Of(Worker worker) => worker.Load.Tokens;

    public static long Of(PoolLoad pool) => pool.Tokens;
}
