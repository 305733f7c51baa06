namespace LoadGen.Launching.Life;

/// <summary>Which boot of the host this is.</summary>
internal static class BootId
{
    private const string PathOf = "/proc/sys/kernel/random/boot_id";

    /// <summary>The kernel's own id; empty where there is none.</summary>
    public static string Read() => File.Exists(PathOf) ? File.ReadAllText(PathOf).Trim() : "";
}
