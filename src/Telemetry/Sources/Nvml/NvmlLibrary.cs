using System.Runtime.InteropServices;

namespace LoadGen.Telemetry.Sources.Nvml;

/// <summary>
/// NVIDIA's management library, through function pointers. Each call returns <c>nvmlReturn_t</c>; the signatures are those of nvml.h.
/// Only what older drivers lack may be absent.
/// </summary>
internal sealed unsafe class NvmlLibrary : IGpuLibrary
{
    /// <summary>Names another file than the driver's.</summary>
    public const string Variable = "LOADGEN_NVML_LIBRARY";

    // Where drivers, containers and WSL put it; the first is enough wherever the loader's cache is in order.
    private static readonly string[] s_candidates =
    [
        "libnvidia-ml.so.1", "/usr/local/nvidia/lib64/libnvidia-ml.so.1", "/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1",
        "/usr/lib/aarch64-linux-gnu/libnvidia-ml.so.1", "/usr/lib64/libnvidia-ml.so.1", "/usr/lib/wsl/lib/libnvidia-ml.so.1",
    ];

    private readonly nint _library;
    private readonly delegate* unmanaged<int> _shutdown;
    private readonly delegate* unmanaged<int, byte*> _errorString;
    private readonly delegate* unmanaged<uint*, int> _count;
    private readonly delegate* unmanaged<uint, nint*, int> _handle;
    private readonly delegate* unmanaged<nint, byte*, uint, int> _name;
    private readonly delegate* unmanaged<nint, byte*, uint, int> _uuid;

    private NvmlLibrary(nint library)
    {
        _library = library;
        _shutdown = (delegate* unmanaged<int>)NativeLoader.Get(library, "nvmlShutdown");
        _errorString = (delegate* unmanaged<int, byte*>)NativeLoader.Get(library, "nvmlErrorString");
        _count = (delegate* unmanaged<uint*, int>)NativeLoader.Get(library, "nvmlDeviceGetCount_v2");
        _handle = (delegate* unmanaged<uint, nint*, int>)NativeLoader.Get(library, "nvmlDeviceGetHandleByIndex_v2");
        _name = (delegate* unmanaged<nint, byte*, uint, int>)NativeLoader.Get(library, "nvmlDeviceGetName");
        _uuid = (delegate* unmanaged<nint, byte*, uint, int>)NativeLoader.Get(library, "nvmlDeviceGetUUID");
        PowerUsage = (delegate* unmanaged<nint, uint*, int>)NativeLoader.Get(library, "nvmlDeviceGetPowerUsage");
        FieldValues = (delegate* unmanaged<nint, int, NvmlFieldValue*, int>)(NativeLoader.Find(library, "nvmlDeviceGetFieldValues") ?? 0);
        TotalEnergy = (delegate* unmanaged<nint, ulong*, int>)(NativeLoader.Find(library, "nvmlDeviceGetTotalEnergyConsumption") ?? 0);
        Utilization = (delegate* unmanaged<nint, NvmlUtilization*, int>)NativeLoader.Get(library, "nvmlDeviceGetUtilizationRates");
        Clock = (delegate* unmanaged<nint, int, uint*, int>)NativeLoader.Get(library, "nvmlDeviceGetClockInfo");
        Memory = (delegate* unmanaged<nint, NvmlMemory*, int>)NativeLoader.Get(library, "nvmlDeviceGetMemoryInfo");
        Temperature = (delegate* unmanaged<nint, int, uint*, int>)NativeLoader.Get(library, "nvmlDeviceGetTemperature");
    }

    /// <summary>Power, mW; averaged over 1 s on Ampere (but GA100) and later.</summary>
    public readonly delegate* unmanaged<nint, uint*, int> PowerUsage;

    /// <summary>Figures by their numbers; null in drivers that lack it.</summary>
    public readonly delegate* unmanaged<nint, int, NvmlFieldValue*, int> FieldValues;

    /// <summary>Energy since the driver was loaded, mJ; null in drivers that lack it. The one call that takes milliseconds.</summary>
    public readonly delegate* unmanaged<nint, ulong*, int> TotalEnergy;

    /// <summary>Shares of time, %.</summary>
    public readonly delegate* unmanaged<nint, NvmlUtilization*, int> Utilization;

    /// <summary>A clock, MHz.</summary>
    public readonly delegate* unmanaged<nint, int, uint*, int> Clock;

    /// <summary>Memory, bytes.</summary>
    public readonly delegate* unmanaged<nint, NvmlMemory*, int> Memory;

    /// <summary>A temperature, °C.</summary>
    public readonly delegate* unmanaged<nint, int, uint*, int> Temperature;

    /// <summary>Loads and initialises it.</summary>
    /// <param name="file">The file; null to look for it.</param>
    /// <exception cref="TelemetryException">It is not there, or there is no driver behind it.</exception>
    public static NvmlLibrary Open(string? file)
    {
        nint library = NativeLoader.Load(Variable, s_candidates, "the NVIDIA driver", file);
        try
        {
            var init = (delegate* unmanaged<int>)NativeLoader.Get(library, "nvmlInit_v2");
            var nvml = new NvmlLibrary(library);
            int result = init();
            return result == NvmlResult.Success
                ? nvml
                : throw new TelemetryException($"NVML does not start: {nvml.Describe(result)} (nvmlInit_v2 returned {result}); nvidia-smi says more");
        }
        catch
        {
            NativeLibrary.Free(library);
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<(GpuDevice Device, nint Handle)> Devices()
    {
        uint count = 0;
        Check("nvmlDeviceGetCount_v2", Count(&count));
        var found = new List<(GpuDevice, nint)>();
        for (uint i = 0; i < count; i++)
        {
            nint handle = 0;
            int result = _handle(i, &handle);
            if (result == NvmlResult.NoPermission)
            {
                // A container that was given other GPUs.
                continue;
            }

            Check("nvmlDeviceGetHandleByIndex_v2", result);
            found.Add((new GpuDevice((int)i, Text(_uuid, handle), Text(_name, handle)), handle));
        }

        return found;
    }

    /// <inheritdoc/>
    public string Describe(int result) => Marshal.PtrToStringUTF8((nint)_errorString(result)) ?? $"error {result}";

    public void Dispose()
    {
        _ = _shutdown();
        NativeLibrary.Free(_library);
    }

    private int Count(uint* count) => _count(count);

    private void Check(string call, int result)
    {
        if (result != NvmlResult.Success)
        {
            throw new TelemetryException($"{call} failed: {Describe(result)}");
        }
    }

    private static string Text(delegate* unmanaged<nint, byte*, uint, int> get, nint handle)
    {
        Span<byte> buffer = stackalloc byte[NvmlConstants.TextBytes];
        buffer.Clear();
        fixed (byte* start = buffer)
        {
            return get(handle, start, NvmlConstants.TextBytes) == NvmlResult.Success ? NativeLoader.Text(buffer) : "";
        }
    }
}
