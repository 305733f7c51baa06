namespace LoadGen.Routing.Health;

/// <summary>Whether the router is ready, as <c>GET /ready</c> answers.</summary>
/// <param name="Ready">Requests are welcome.</param>
/// <param name="Reason">Why not, in words; null when ready.</param>
/// <param name="Roles">The roles that are needed.</param>
/// <param name="CanariesCompleted">Canary generations that a pair has completed since the start.</param>
/// <param name="CanariesFailed">Canary generations that failed since the start.</param>
public sealed record ReadinessReport(
    bool Ready, string? Reason, IReadOnlyList<RoleReport> Roles, long CanariesCompleted, long CanariesFailed);

/// <summary>The workers of a role that readiness needs.</summary>
/// <param name="Role">The role.</param>
/// <param name="Workers">How many there are.</param>
/// <param name="Available">How many may be given requests.</param>
public sealed record RoleReport(string Role, int Workers, int Available);
