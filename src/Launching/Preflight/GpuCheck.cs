using LoadGen.Economics.Detection;

namespace LoadGen.Launching.Preflight;

/// <summary><c>gpus</c>: there are as many as the plan takes, and they are of its SKU.</summary>
public sealed class GpuCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "gpus";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(PreflightContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult<IReadOnlyList<Finding>>([.. context.IsLocal ? Find(context) : []]);
    }

    private IEnumerable<Finding> Find(PreflightContext context)
    {
        int[] wanted = PlanGpus.Of(context.Plan);
        if (wanted.Length == 0)
        {
            yield break;
        }

        if (context.Gpus is not { } gpus)
        {
            yield return context.GpusError is { } error
                ? new Finding(Name, Severity.Error, error, "mend the driver: the tool must list all GPUs when it is run by hand")
                : new Finding(Name, Severity.Error, $"the plan takes {wanted.Length} GPUs, and neither nvidia-smi nor amd-smi is installed here", "install the GPU's driver and tools, or start it on the GPU host");
            yield break;
        }

        int[] missing = [.. wanted.Except(gpus.Select(gpu => gpu.Index))];
        if (missing.Length > 0)
        {
            yield return new Finding(Name, Severity.Error, $"the plan takes GPU {string.Join(", ", missing)}, and this host has {gpus.Count}", "choose fewer GPUs (--tp), or a larger host");
        }

        if (context.Sku is { } sku && SkuIdentity.IsKnowable(sku))
        {
            foreach (string what in gpus.Where(gpu => wanted.Contains(gpu.Index) && !SkuIdentity.IsOf(gpu.Device, sku)).Select(gpu => Describe(gpu.Device)).Distinct())
            {
                yield return new Finding(Name, Severity.Error, $"this host's GPU is a {what}, the plan is for {sku.Id} ({sku.Name})", "name the host's SKU with --sku (loadgen skus lists them)");
            }
        }
    }

    private static string Describe(HostDevice device) => $"'{device.Name ?? "GPU without a name"}'{(device.PciId is { } id ? $" (PCI id {id})" : "")}";
}
