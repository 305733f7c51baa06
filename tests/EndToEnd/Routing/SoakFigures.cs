using System.Globalization;

namespace LoadGen.EndToEnd.Routing;

/// <summary>What the kernel says of a process.</summary>
/// <param name="Sockets">Its open sockets.</param>
/// <param name="Descriptors">All that it has open.</param>
/// <param name="CloseWait">Sockets whose peer has closed and which it still holds.</param>
/// <param name="ResidentKib">Its memory.</param>
internal sealed record SoakFigures(int Sockets, int Descriptors, int CloseWait, long ResidentKib)
{
    private const string CloseWaitState = "08";

    public static SoakFigures Of(int process)
    {
        var inodes = new HashSet<string>(StringComparer.Ordinal);
        int descriptors = 0;
        foreach (string path in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd"))
        {
            descriptors++;
            string? target = Target(path);
            if (target is not null && target.StartsWith("socket:[", StringComparison.Ordinal))
            {
                inodes.Add(target[8..^1]);
            }
        }

        int closeWait = Connections("/proc/net/tcp").Concat(Connections("/proc/net/tcp6"))
            .Count(connection => connection.State == CloseWaitState && inodes.Contains(connection.Inode));
        return new SoakFigures(inodes.Count, descriptors, closeWait, Resident(process));
    }

    // It may be closed between the listing and the look.
    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static IEnumerable<(string State, string Inode)> Connections(string path) => !File.Exists(path)
        ? []
        : File.ReadLines(path).Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(fields => (fields[3], fields[9]));

    private static long Resident(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
