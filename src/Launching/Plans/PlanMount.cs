namespace LoadGen.Launching.Plans;

/// <summary>A folder of the host that a container sees.</summary>
/// <param name="HostPath">Full path on the host.</param>
/// <param name="ContainerPath">Full path in the container.</param>
/// <param name="IsReadOnly">The container cannot write there.</param>
/// <param name="Origin">As for <see cref="PlanText"/>.</param>
public sealed record PlanMount(string HostPath, string ContainerPath, bool IsReadOnly, string Origin);
