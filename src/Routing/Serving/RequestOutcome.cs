using LoadGen.Routing.Pairs;

namespace LoadGen.Routing.Serving;

/// <summary>How a client's request ended, as metrics and the access log name it. A closed set.</summary>
internal static class RequestOutcome
{
    public const string Completed = "completed";
    public const string Refused = "refused";
    public const string Unauthorized = "unauthorized";
    public const string QueueFull = "queue_full";
    public const string DeadlinePassed = "deadline_passed";
    public const string Stopping = "stopping";
    public const string NoWorker = "no_worker";
    public const string WorkerFailed = "worker_failed";
    public const string BrokenStream = "broken_stream";
    public const string ClientGone = "client_gone";
    public const string RouterDefect = "router_defect";

    /// <summary>The outcome of a request that a pair served.</summary>
    public static string Of(AttemptResult result) => result.Kind switch
    {
        AttemptKind.Streamed => Completed,
        AttemptKind.Broken => BrokenStream,
        AttemptKind.Gone => ClientGone,
        AttemptKind.Reply => OfStatus(result.Status),
        _ => result.Error!.Code switch
        {
            ErrorCode.DeadlineExceeded => DeadlinePassed,
            ErrorCode.NoWorker or ErrorCode.NoPrefillWorker or ErrorCode.NoDecodeWorker => NoWorker,
            _ => OfStatus(result.Error.Status),
        },
    };

    /// <summary>The outcome that a status stands for.</summary>
    public static string OfStatus(int status) => status switch
    {
        < 400 => Completed,
        < 500 => Refused,
        _ => WorkerFailed,
    };
}
