namespace LoadGen.Telemetry.Roles;

/// <summary>What a launch gave its GPUs to, as its manifest tells.</summary>
/// <param name="Role"><c>engine</c>, <c>prefill</c>, <c>decode</c> or <c>frontend</c>.</param>
/// <param name="Gpus">Indices on this host.</param>
/// <param name="Elsewhere">GPUs of the role on other hosts, which are not read here.</param>
public sealed record GpuRole(string Role, IReadOnlyList<int> Gpus, int Elsewhere);
