using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Preflight;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Life;

/// <summary>The checks before a launch: warnings are said, errors end it, all of them at once.</summary>
internal sealed class LaunchPreflight(LaunchPlan plan, IExecutor executor, LaunchOptions options, LaunchServices services, string folder)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        (IReadOnlyList<GpuFacts>? gpus, string? error) = await ReadGpusAsync(cancellation);
        var context = new PreflightContext
        {
            Plan = plan,
            Executor = executor.Kind,
            Sku = options.Sku,
            Folder = folder,
            ModelPath = options.ModelPath,
            Programs = services.Programs,
            Host = services.Host,
            Gpus = gpus,
            GpusError = error,
        };
        IReadOnlyList<Finding> findings = await PreflightChecks.RunAsync(context, options.SkipPreflight, cancellation);
        foreach (Finding warning in findings.Where(finding => finding.Severity == Severity.Warning))
        {
            services.Say($"warning: {warning}");
        }

        string[] errors = [.. findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.ToString())];
        if (errors.Length > 0)
        {
            throw new LaunchException(
                LaunchError.Preflight, $"this host is not fit for {plan.Recipe}: {errors.Length} problem{(errors.Length == 1 ? "" : "s")} (--skip-preflight NAME leaves a check out)", errors);
        }
    }

    private async Task<(IReadOnlyList<GpuFacts>? Gpus, string? Error)> ReadGpusAsync(CancellationToken cancellation)
    {
        if (PlanGpus.Of(plan).Length == 0)
        {
            return (null, null);
        }

        try
        {
            return (await services.Gpus.ReadAsync(cancellation), null);
        }
        catch (ProgramException e)
        {
            return (null, e.Message);
        }
    }
}
