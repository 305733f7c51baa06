using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LoadGen.Telemetry.Tests.Support;

/// <summary>A library of fake/*.c, compiled once into the tests' own output folder and loaded.</summary>
internal sealed class FakeLibrary
{
    private static readonly Lazy<FakeLibrary> s_nvml = new(() => new FakeLibrary("fake_nvml"));
    private static readonly Lazy<FakeLibrary> s_amdSmi = new(() => new FakeLibrary("fake_amdsmi"));

    private readonly nint _library;

    private FakeLibrary(string name)
    {
        string folder = System.IO.Path.Combine(AppContext.BaseDirectory, "fake");
        Path = System.IO.Path.Combine(folder, name + ".so");
        using Process gcc = Process.Start("gcc", ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", Path, System.IO.Path.Combine(folder, name + ".c")]);
        gcc.WaitForExit();
        Assert.Equal(0, gcc.ExitCode);
        _library = NativeLibrary.Load(Path);
    }

    public static FakeLibrary Nvml => s_nvml.Value;

    public static FakeLibrary AmdSmi => s_amdSmi.Value;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>A function by which the test tells the library what to say.</summary>
    public T Function<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_library, name));
}
