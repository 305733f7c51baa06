using LoadGen.Launching.Preflight;

namespace LoadGen.Launching.Tests.Support;

/// <summary>A host on which all is well but what a test says.</summary>
internal sealed class FakeHost : IHostFacts
{
    public HashSet<string> Missing { get; } = [];

    public HashSet<int> TakenPorts { get; } = [];

    public Dictionary<string, long> FreeBytes { get; } = [];

    public HashSet<string> Unset { get; } = [];

    public long OpenFilesMax { get; set; } = 1_048_576;

    public long LockedBytesMax { get; set; } = long.MaxValue;

    public bool Exists(string path) => !Missing.Contains(path);

    public (long FreeBytes, long TotalBytes)? DiskOf(string path) => (FreeBytes.GetValueOrDefault(path, 1_000_000_000_000), 2_000_000_000_000);

    public bool IsPortFree(int port) => !TakenPorts.Contains(port);

    public bool HasVariable(string name) => !Unset.Contains(name);
}
