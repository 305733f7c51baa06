using System.Globalization;
using System.Text;
using LoadGen.Launching.Supervising.Native;

namespace LoadGen.Launching.Supervising;

/// <summary>The kernel's process table, read from <c>/proc</c>.</summary>
/// <param name="root">Where it is mounted.</param>
public sealed class ProcessTable(string root = "/proc") : IProcessTable
{
    /// <inheritdoc/>
    public IReadOnlyList<ProcessStat> ReadAll()
    {
        var found = new List<ProcessStat>();
        foreach (string folder in Directory.EnumerateDirectories(root))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && Read(pid) is { } stat)
            {
                found.Add(stat);
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public ProcessStat? Read(int pid) => ReadText(pid, "stat") is { } text && ProcessStat.TryParse(text, out ProcessStat? stat) ? stat : null;

    /// <inheritdoc/>
    public bool HoldsGpu(int pid)
    {
        try
        {
            return new DirectoryInfo(PathOf(pid, "fd")).EnumerateFiles().Any(file => IsGpu(file.LinkTarget));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or another user's: what cannot be seen is not held against it.
            return false;
        }
    }

    /// <inheritdoc/>
    public string CommandOf(int pid) => ReadText(pid, "cmdline")?.TrimEnd('\0').Replace('\0', ' ') ?? "";

    /// <inheritdoc/>
    // A line has number, controllers and path: one line with cgroup v2, one for each hierarchy with v1.
    public string[] CgroupsOf(int pid) =>
        [.. (ReadText(pid, "cgroup") ?? "").Split('\n').Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3).Select(parts => parts[2])];

    /// <inheritdoc/>
    public string? VariableOf(int pid, string name) =>
        ReadText(pid, "environ")?.Split('\0').FirstOrDefault(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    /// <inheritdoc/>
    public bool Signal(ProcessIdentity process, int signal)
    {
        // The descriptor is taken first: what is looked at afterwards is then the process that the signal goes to.
        int descriptor = Libc.PidfdOpen(process.Pid);
        try
        {
            if (Read(process.Pid) is not { IsDead: false } stat || stat.Identity != process)
            {
                return false;
            }

            return descriptor >= 0 ? Libc.PidfdSignal(descriptor, signal) : Libc.Kill(process.Pid, signal) == 0;
        }
        finally
        {
            if (descriptor >= 0)
            {
                _ = Libc.Close(descriptor);
            }
        }
    }

    // /dev/nvidia0 and so on, not nvidiactl, which a mere query opens; AMD's compute device.
    private static bool IsGpu(string? target) =>
        target is "/dev/kfd" || (target?.StartsWith("/dev/nvidia", StringComparison.Ordinal) == true && char.IsAsciiDigit(target[^1]));

    private string PathOf(int pid, string name) => Path.Combine(root, pid.ToString(CultureInfo.InvariantCulture), name);

    private string? ReadText(int pid, string name)
    {
        try
        {
            return File.ReadAllText(PathOf(pid, name), Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or it is another user's.
            return null;
        }
    }
}
