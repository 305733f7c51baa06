using System.Globalization;
using LoadGen.Launching.Executors;

namespace LoadGen.Launching.Preflight;

/// <summary><c>space</c>: room for logs in the run's folder, and for NCCL and the engines' queues in shared memory.</summary>
public sealed class SpaceCheck : IPreflightCheck
{
    private const long Gb = 1_000_000_000;

    // An engine that fails in a loop writes about 100 MB of log an hour.
    private const long LogBytes = Gb;

    // NCCL takes some 30 MB for each pair of GPUs of a node, the engines' message queues up to 1 GB a rank.
    private const long ShmBytesPerGpu = Gb;
    private const string SharedMemory = "/dev/shm";

    /// <inheritdoc/>
    public string Name => "space";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(PreflightContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult<IReadOnlyList<Finding>>([.. Find(context)]);
    }

    private IEnumerable<Finding> Find(PreflightContext context)
    {
        if (context.Host.DiskOf(context.Folder) is { } disk && disk.FreeBytes < LogBytes)
        {
            yield return new Finding(
                Name, Severity.Error, string.Create(CultureInfo.InvariantCulture, $"{context.Folder} has {disk.FreeBytes / 1e6:0} MB free, and logs want {LogBytes / 1e6:0}"), "make room, or choose another folder with --output");
        }

        // Containers share the host's (--ipc=host).
        int gpus = PlanGpus.Of(context.Plan).Length;
        if (context.IsLocal && gpus > 1 && context.Host.DiskOf(SharedMemory) is { } shm && shm.FreeBytes < gpus * ShmBytesPerGpu)
        {
            yield return new Finding(
                Name, context.Executor == ExecutorKind.Docker ? Severity.Warning : Severity.Error,
                string.Create(CultureInfo.InvariantCulture, $"{SharedMemory} has {shm.FreeBytes / 1e9:0.0} GB free, and {gpus} GPUs want {gpus * ShmBytesPerGpu / 1e9:0} GB"),
                "remove what others left there, or make it larger: mount -o remount,size=64G /dev/shm");
        }
    }
}
