using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Executors;

/// <summary>
/// Finds a container's first process on this host. The number that the runtime gives is the one that its own host has for it: behind a
/// remote <c>DOCKER_HOST</c>, or seen from a container, another process has that number here, or none.
/// </summary>
internal static class ContainerProcess
{
    /// <summary>The process, once its control group has shown that it is the container's.</summary>
    /// <param name="table">This host's processes.</param>
    /// <param name="pid">Its number, as the runtime says.</param>
    /// <param name="id">The container's whole id.</param>
    /// <exception cref="LaunchException">It cannot be told to be that, and why.</exception>
    public static ProcessIdentity Find(IProcessTable table, int pid, string id)
    {
        ProcessStat? stat = table.Read(pid);
        string[] groups = table.CgroupsOf(pid);
        if (stat is not null && groups.Any(group => group.Contains(id, StringComparison.Ordinal)) && table.Read(pid)?.Identity == stat.Identity)
        {
            return stat.Identity;
        }

        string why = stat is null || groups.Length == 0
            ? "which is not on this host or has ended (is docker on another host?)"
            : groups.All(group => group == "/")
                ? "whose control group cannot be seen from here (is this a container?)"
                : "which is another process here (is docker on another host, or this a container?)";
        throw new LaunchException(LaunchError.NotReady, $"docker calls its first process pid {pid}, {why}; of the container the docker command and /health are watched");
    }
}
