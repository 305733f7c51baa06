namespace LoadGen.Routing.Pairs;

/// <summary>Codes of <see cref="ClientError"/> by which the router itself tells errors apart.</summary>
internal static class ErrorCode
{
    public const string DeadlineExceeded = "deadline_exceeded";
    public const string NoWorker = "no_worker";
    public const string NoPrefillWorker = "no_prefill_worker";
    public const string NoDecodeWorker = "no_decode_worker";
}
