using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Health;

/// <summary>Roles and states as JSON and messages name them.</summary>
internal static class RoleNames
{
    public static string Of(WorkerRole role) => role switch
    {
        WorkerRole.Prefill => "prefill",
        WorkerRole.Decode => "decode",
        _ => "both",
    };

    public static string Of(WorkerState state) => state switch
    {
        WorkerState.Starting => "starting",
        WorkerState.Healthy => "healthy",
        WorkerState.Unhealthy => "unhealthy",
        WorkerState.Draining => "draining",
        _ => "removed",
    };

    public static string Of(BreakerState state) => state switch
    {
        BreakerState.Closed => "closed",
        BreakerState.Open => "open",
        _ => "half_open",
    };

    public static string Of(WorkerSource source) => source switch
    {
        WorkerSource.Configuration => "configuration",
        WorkerSource.Admin => "admin",
        WorkerSource.Dns => "dns",
        _ => "heartbeat",
    };

    /// <summary>Reads a role; null when it is none.</summary>
    public static WorkerRole? ParseRole(string? text) => text switch
    {
        "prefill" => WorkerRole.Prefill,
        "decode" => WorkerRole.Decode,
        "both" => WorkerRole.Both,
        _ => null,
    };
}
