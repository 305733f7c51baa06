using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LoadGen.Measurement.Host;

/// <summary>The host this process runs on.</summary>
public sealed partial class SystemHost : IHost
{
    // Linux on every architecture .NET runs on.
    private const int RlimitNofile = 7;

    private SystemHost()
    {
    }

    /// <summary>The only one.</summary>
    public static SystemHost Instance { get; } = new();

    /// <inheritdoc/>
    public bool HasLinuxLimits => OperatingSystem.IsLinux();

    /// <inheritdoc/>
    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Old kernels and sandboxes lack some of these files: what cannot be known is not checked.
            return null;
        }
    }

    /// <inheritdoc/>
    public OpenFileLimit? OpenFiles()
    {
        if (!HasLinuxLimits || GetLimit(RlimitNofile, out Limit limit) != 0)
        {
            return null;
        }

        int open = Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
        return new OpenFileLimit(Bounded(limit.Soft), Bounded(limit.Hard), open);
    }

    /// <inheritdoc/>
    public bool TryRaiseOpenFiles(long soft)
    {
        if (!HasLinuxLimits || GetLimit(RlimitNofile, out Limit limit) != 0)
        {
            return false;
        }

        limit.Soft = (nuint)soft;
        return SetLimit(RlimitNofile, in limit) == 0;
    }

    /// <inheritdoc/>
    public bool IsOwn(IPAddress address) =>
        IPAddress.IsLoopback(address)
        || NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Any(a => a.Address.Equals(address));

    /// <inheritdoc/>
    public bool CanConnectFrom(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        try
        {
            using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            // EADDRNOTAVAIL, or the family is switched off.
            return false;
        }
    }

    // RLIM_INFINITY is all ones.
    private static long Bounded(nuint value) => value > long.MaxValue ? long.MaxValue : (long)value;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
