namespace LoadGen.Telemetry.Sources;

/// <summary>A library of a driver's, loaded and initialised; disposing of it shuts it down.</summary>
internal interface IGpuLibrary : IDisposable
{
    /// <summary>The GPUs that this process may see, each with the library's handle of it.</summary>
    IReadOnlyList<(GpuDevice Device, nint Handle)> Devices();

    /// <summary>What a call returned, in the library's words.</summary>
    string Describe(int code);
}
