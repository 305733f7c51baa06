using System.Diagnostics;

namespace LoadGen.EndToEnd.Support;

/// <summary>NVML without a GPU: tests/Telemetry.Tests/fake/fake_nvml.c, compiled once into this suite's own output folder.</summary>
internal static class FakeNvml
{
    private static readonly Lazy<string> s_library = new(Compile);

    /// <summary>The environment in which the program finds GPUs of these powers.</summary>
    /// <param name="powerMw">Milliwatts, with commas between the GPUs.</param>
    /// <param name="energyScale">The counters' energy over that of the powers.</param>
    public static Dictionary<string, string> Environment(string powerMw, string energyScale = "1") => new()
    {
        ["LOADGEN_NVML_LIBRARY"] = s_library.Value,
        ["FAKE_NVML_POWER_MW"] = powerMw,
        ["FAKE_NVML_ENERGY_SCALE"] = energyScale,
    };

    private static string Compile()
    {
        string library = Path.Combine(AppContext.BaseDirectory, "fake_nvml.so");
        using Process gcc = Process.Start("gcc", ["-shared", "-fPIC", "-O1", "-o", library, Repository.Existing("tests", "Telemetry.Tests", "fake", "fake_nvml.c")]);
        gcc.WaitForExit();
        Assert.Equal(0, gcc.ExitCode);
        return library;
    }
}
