using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Preflight;

/// <summary><c>model</c>: the weights are where the plan looks for them, and what is handed on by name is set.</summary>
public sealed class ModelCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "model";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(PreflightContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult<IReadOnlyList<Finding>>([.. Find(context)]);
    }

    private IEnumerable<Finding> Find(PreflightContext context)
    {
        if (context.ModelPath is { } path && !context.Host.Exists(path))
        {
            yield return new Finding(Name, Severity.Error, $"the model's folder {path} does not exist", "LoadGen downloads no weights: fetch them first, or name their folder with --model-path");
        }

        foreach (PlanMount mount in context.Plan.Workers.SelectMany(worker => worker.Mounts).DistinctBy(mount => mount.HostPath)
            .Where(mount => mount.HostPath != context.ModelPath && context.Executor != Executors.ExecutorKind.Process && !context.Host.Exists(mount.HostPath)))
        {
            yield return new Finding(Name, Severity.Error, $"{mount.HostPath}, which containers are to see as {mount.ContainerPath} ({mount.Origin}), does not exist", "make the folder, or change the mount");
        }

        foreach (PlanVariable variable in context.Plan.Workers.SelectMany(worker => worker.Environment).DistinctBy(variable => variable.Name)
            .Where(variable => variable.Value is null && !context.Host.HasVariable(variable.Name)))
        {
            yield return new Finding(Name, Severity.Warning, $"{variable.Name}, which the engine is handed by name ({variable.Origin}), is not set", $"export {variable.Name} if the engine needs it");
        }
    }
}
