namespace LoadGen.Routing.Policies;

/// <summary>Why a worker was picked, or none was: a closed set, for metrics label picks by it.</summary>
public static class PickReasons
{
    /// <summary>It was its turn.</summary>
    public const string RoundRobin = "round_robin";

    /// <summary>Drawn at random.</summary>
    public const string Random = "random";

    /// <summary>It had less to do than another that was drawn with it.</summary>
    public const string LeastLoad = "least_load";

    /// <summary>The request's key belongs to it.</summary>
    public const string Hash = "hash";

    /// <summary>The worker of the request's key had more to do than its bound; this is the next on the ring that had not.</summary>
    public const string LoadBound = "load_bound";

    /// <summary>The request has no key: chosen by load.</summary>
    public const string NoKey = "no_key";

    /// <summary>It has seen the longest beginning of the prompt.</summary>
    public const string PrefixMatch = "prefix_match";

    /// <summary>The worker that has seen the prompt's beginning had too much to do: chosen by load.</summary>
    public const string Imbalance = "imbalance";

    /// <summary>No worker has seen enough of the prompt: chosen by load.</summary>
    public const string NoMatch = "no_match";

    /// <summary>The worker that would have been right had failed this request already: the next best.</summary>
    public const string Tried = "tried";

    /// <summary>All that were drawn held too many hand-offs: one of those that do not.</summary>
    public const string PinnedRoom = "pinned_room";

    /// <summary>None: every worker holds as many hand-offs as it may.</summary>
    public const string PinnedFull = "pinned_full";

    /// <summary>None: there is no worker that takes requests.</summary>
    public const string NoWorker = "no_worker";

    /// <summary>None: every worker has failed this request already.</summary>
    public const string AllTried = "all_tried";

    /// <summary>None: the breakers of those that were drawn let nothing through.</summary>
    public const string NoneAdmitted = "none_admitted";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        RoundRobin, Random, LeastLoad, Hash, LoadBound, NoKey, PrefixMatch, Imbalance, NoMatch, Tried,
        PinnedRoom, PinnedFull, NoWorker, AllTried, NoneAdmitted,
    ];
}
