using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LoadGen.Launching.Preflight;

/// <summary>This host.</summary>
public sealed partial class HostFacts : IHostFacts
{
    // getrlimit(2) on Linux.
    private const int OpenFiles = 7;
    private const int LockedMemory = 8;

    // setsockopt(2) on Linux.
    private const int SocketLevel = 1;
    private const int ReuseAddress = 2;

    /// <inheritdoc/>
    public long OpenFilesMax => HardLimit(OpenFiles);

    /// <inheritdoc/>
    public long LockedBytesMax => HardLimit(LockedMemory);

    /// <inheritdoc/>
    public bool Exists(string path) => Path.Exists(path);

    /// <inheritdoc/>
    public (long FreeBytes, long TotalBytes)? DiskOf(string path)
    {
        try
        {
            var drive = new DriveInfo(path);
            return (drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Not there: another check says so where it matters.
            return null;
        }
    }

    /// <inheritdoc/>
    public bool IsPortFree(int port)
    {
        try
        {
            // All addresses, as engines bind them, and with reuse, as they set it: what lingers in TIME_WAIT does not count.
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            // The framework's own ReuseAddress is SO_REUSEPORT too, with which a port that another such server (vLLM) listens on counts as free.
            probe.SetRawSocketOption(SocketLevel, ReuseAddress, MemoryMarshal.AsBytes<int>([1]));
            probe.Bind(new IPEndPoint(IPAddress.Any, port));
            probe.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            // In use, or not for us.
            return false;
        }
    }

    /// <inheritdoc/>
    public bool HasVariable(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));

    private static long HardLimit(int resource) => GetLimit(resource, out Limit limit) == 0 && limit.Hard <= long.MaxValue ? (long)limit.Hard : long.MaxValue;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
