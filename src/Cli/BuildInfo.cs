using System.Reflection;
using System.Runtime.InteropServices;
using LoadGen.Measurement.Results;

namespace LoadGen.Cli;

/// <summary>What this program was built from.</summary>
internal static class BuildInfo
{
    /// <summary>Version, commit and framework.</summary>
    public static ToolInfo Tool { get; } = Read();

    private static ToolInfo Read()
    {
        string version = typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        string[] parts = version.Split('+', 2);
        return new ToolInfo("loadgen", parts[0], parts.Length > 1 ? parts[1] : "unknown", RuntimeInformation.FrameworkDescription);
    }
}
