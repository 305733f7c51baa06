using System.Globalization;
using LoadGen.Launching.Executors;

namespace LoadGen.Launching.Preflight;

/// <summary><c>limits</c>: open files, and locked memory where the network is to read the GPU's.</summary>
public sealed class LimitCheck : IPreflightCheck
{
    // A server with 8 ranks, each with its sockets, and a thousand clients: 4,096 is met in earnest; vLLM and SGLang raise themselves to 65,535.
    private const long OpenFilesWanted = 65_535;
    private const long OpenFilesNeeded = 4_096;

    /// <inheritdoc/>
    public string Name => "limits";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(PreflightContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        // The Docker daemon gives containers limits of its own.
        return Task.FromResult<IReadOnlyList<Finding>>([.. context.Executor == ExecutorKind.Process ? Find(context) : []]);
    }

    private IEnumerable<Finding> Find(PreflightContext context)
    {
        long files = context.Host.OpenFilesMax;
        if (files < OpenFilesWanted)
        {
            yield return new Finding(
                Name, files < OpenFilesNeeded ? Severity.Error : Severity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"a process may open {files} files, engines want {OpenFilesWanted}"),
                $"raise the hard limit: ulimit -Hn {OpenFilesWanted}, or nofile in /etc/security/limits.conf");
        }

        if (context.Plan.Router is not null && context.Host.LockedBytesMax < long.MaxValue && PlanGpus.Of(context.Plan).Length > 0)
        {
            yield return new Finding(
                Name, Severity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"a process may lock {context.Host.LockedBytesMax / 1024} KB of memory, and RDMA registers all of the KV cache"),
                "ulimit -l unlimited, or memlock in /etc/security/limits.conf");
        }
    }
}
