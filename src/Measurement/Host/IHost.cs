using System.Net;

namespace LoadGen.Measurement.Host;

/// <summary>The host's limits as the checks see them: a test hands in its own.</summary>
public interface IHost
{
    /// <summary>The limits below exist here: it is Linux.</summary>
    bool HasLinuxLimits { get; }

    /// <summary>The trimmed text of a small file under <c>/proc</c>; null when it is not there or may not be read.</summary>
    string? Read(string path);

    /// <summary>The limit on open files; null when unknown.</summary>
    OpenFileLimit? OpenFiles();

    /// <summary>Raises the soft limit on open files for this process and the ones it starts.</summary>
    /// <returns>False when the kernel refuses.</returns>
    bool TryRaiseOpenFiles(long soft);

    /// <summary>The address is one of this host's interfaces', or a loopback address.</summary>
    bool IsOwn(IPAddress address);

    /// <summary>A connection can come from the address: true too for those that only a local route makes this host's.</summary>
    bool CanConnectFrom(IPAddress address);
}

/// <summary>RLIMIT_NOFILE and its use.</summary>
/// <param name="Soft">The limit in force.</param>
/// <param name="Hard">How far an ordinary user may raise it; <see cref="long.MaxValue"/> for no limit.</param>
/// <param name="Open">Files open now.</param>
public readonly record struct OpenFileLimit(long Soft, long Hard, int Open);
