using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Preflight;

/// <summary><c>ports</c>: every port of the plan is free, and none is given twice on one node.</summary>
public sealed class PortCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public string Name => "ports";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(PreflightContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult<IReadOnlyList<Finding>>([.. Find(context)]);
    }

    private IEnumerable<Finding> Find(PreflightContext context)
    {
        (int Node, int Port, string Who)[] ports = [.. PortsOf(context.Plan)];
        foreach (IGrouping<(int Node, int Port), (int Node, int Port, string Who)> taken in ports.GroupBy(port => (port.Node, port.Port)).Where(group => group.Count() > 1))
        {
            yield return new Finding(Name, Severity.Error, $"{string.Join(" and ", taken.Select(port => port.Who))} are both given port {taken.Key.Port}", "give one of them another in the recipe");
        }

        foreach ((int _, int port, string who) in context.IsLocal ? ports.DistinctBy(port => port.Port) : [])
        {
            if (!context.Host.IsPortFree(port))
            {
                yield return new Finding(Name, Severity.Error, $"port {port} of {who} is taken", $"end what listens there (ss -ltnp 'sport = :{port}'), or choose another with --port");
            }
        }
    }

    private static IEnumerable<(int Node, int Port, string Who)> PortsOf(LaunchPlan plan)
    {
        foreach (WorkerPlan worker in plan.Workers)
        {
            if (worker.ServedBy is null || plan.Workers.All(other => other.Name != worker.ServedBy || other.Port != worker.Port))
            {
                yield return (worker.Node, worker.Port, worker.Name);
            }

            if (worker.BootstrapPort is { } bootstrap)
            {
                yield return (worker.Node, bootstrap, $"{worker.Name}'s bootstrap server");
            }
        }

        if (plan.Router is { } router)
        {
            yield return (0, router.Port, "the router");
        }
    }
}
