namespace LoadGen.Routing.Pairs;

/// <summary>How far a pair has come. The numbers are those of docs/router.md.</summary>
internal enum PairState
{
    /// <summary>1: prefill has the request, decode has not been asked (protocols in which decode needs prefill's reply).</summary>
    Prefilling,

    /// <summary>2: decode has the request, and has not said anything yet: the cache is on its way from one to the other.</summary>
    HandingOff,

    /// <summary>3: decode answers.</summary>
    Answering,

    /// <summary>4: the client has its answer, or does not want it any more; what is left of the legs ends.</summary>
    Over,
}
