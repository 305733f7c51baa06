using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Pairs;

/// <summary>Turns a failed leg into what the client is told.</summary>
internal static class LegFailure
{
    /// <summary>The engine's own refusal is passed on as it is; anything else becomes one line that names the worker.</summary>
    public static AttemptResult Describe(Leg leg, Worker worker, LegResult result, string? contentType, ReadOnlyMemory<byte> body, string? retryAfter) => result.Outcome switch
    {
        LegOutcome.Rejected or LegOutcome.Overloaded => new AttemptResult
        {
            Kind = AttemptKind.Reply,
            FailedLeg = leg,
            Outcome = result.Outcome,
            Status = result.Status,
            ContentType = contentType,
            Body = body.ToArray(),
            RetryAfter = retryAfter ?? (result.Outcome == LegOutcome.Overloaded ? "1" : null),
            IsRetriable = result.Outcome == LegOutcome.Overloaded,
        },
        _ => new AttemptResult
        {
            Kind = AttemptKind.Failed,
            FailedLeg = leg,
            Outcome = result.Outcome,
            Error = Error(leg, worker, result),
            IsRetriable = result.Outcome is LegOutcome.ServerError or LegOutcome.ConnectFailed or LegOutcome.Broken or LegOutcome.Malformed,
        },
    };

    /// <summary>The error for the client.</summary>
    public static ClientError Error(Leg leg, Worker worker, LegResult result)
    {
        string who = $"{Name(leg)} worker {worker.Id}";
        string code = Name(leg) + "_failed";
        return result.Outcome switch
        {
            LegOutcome.Stalled => new ClientError(504, code, $"{who} did not answer in time: {result.Problem}"),
            LegOutcome.ConnectFailed => new ClientError(502, code, $"{who} cannot be reached: {result.Problem}"),
            LegOutcome.ServerError => new ClientError(502, code, $"{who} failed: {result.Problem}"),
            LegOutcome.Malformed => new ClientError(502, code, $"{who} broke the protocol: {result.Problem}"),
            LegOutcome.Cancelled => new ClientError(504, code, $"{who} was stopped: the request's time was over"),
            _ => new ClientError(502, code, $"{who} broke off: {result.Problem}"),
        };
    }

    /// <summary>A leg's name in codes and metrics.</summary>
    public static string Name(Leg leg) => leg switch
    {
        Leg.Prefill => "prefill",
        Leg.Decode => "decode",
        _ => "worker",
    };

    /// <summary>An outcome's name in metrics and logs.</summary>
    public static string Name(LegOutcome outcome) => Observability.Metrics.LabelNames.Of(outcome);
}
