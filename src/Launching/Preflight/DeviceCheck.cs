namespace LoadGen.Launching.Preflight;

/// <summary><c>devices</c>: the SKU's device nodes are there.</summary>
public sealed class DeviceCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "devices";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(PreflightContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        string[] missing = context.IsLocal && PlanGpus.Of(context.Plan).Length > 0 ? [.. (context.Sku?.DeviceNodes ?? []).Where(node => !context.Host.Exists(node))] : [];
        return Task.FromResult<IReadOnlyList<Finding>>(
            missing.Length == 0 ? [] : [new Finding(Name, Severity.Error, $"{string.Join(", ", missing)} {(missing.Length == 1 ? "does" : "do")} not exist", "load the GPU's driver (modprobe nvidia, modprobe amdgpu)")]);
    }
}
