namespace LoadGen.Launching.Preflight;

/// <summary>What checks look at on this host, besides programs.</summary>
public interface IHostFacts
{
    /// <summary>Whether a file, folder or device node is there.</summary>
    bool Exists(string path);

    /// <summary>Free and total bytes of the file system that holds a path; null where it cannot be told.</summary>
    (long FreeBytes, long TotalBytes)? DiskOf(string path);

    /// <summary>Whether a TCP port can be listened at.</summary>
    bool IsPortFree(int port);

    /// <summary>The most open files that a child process may have: the hard limit, which engines raise themselves to.</summary>
    long OpenFilesMax { get; }

    /// <summary>The most memory that a child process may lock, in bytes: <see cref="long.MaxValue"/> for no limit.</summary>
    long LockedBytesMax { get; }

    /// <summary>Whether a variable is set for this process, and not empty.</summary>
    bool HasVariable(string name);
}
