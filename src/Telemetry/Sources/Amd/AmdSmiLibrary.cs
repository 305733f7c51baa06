using System.Runtime.InteropServices;

namespace LoadGen.Telemetry.Sources.Amd;

/// <summary>AMD's management library, through function pointers. Each call returns <c>amdsmi_status_t</c>; the signatures are those of amdsmi.h.</summary>
internal sealed unsafe class AmdSmiLibrary : IGpuLibrary
{
    /// <summary>Names another file than ROCm's.</summary>
    public const string Variable = "LOADGEN_AMDSMI_LIBRARY";

    public const int Success = 0;
    public const int NotSupported = 2;
    public const int NotYetImplemented = 3;

    /// <summary>AMDSMI_CLK_TYPE_GFX.</summary>
    public const int ClockGraphics = 0;

    /// <summary>AMDSMI_CLK_TYPE_MEM.</summary>
    public const int ClockMemory = 4;

    /// <summary>AMDSMI_TEMPERATURE_TYPE_HOTSPOT: the one that data-centre GPUs throttle by.</summary>
    public const int TemperatureHotspot = 1;

    private const ulong InitAmdGpus = 1 << 1;
    private const uint MostGpus = 256;
    private const uint UuidBytes = 64;

    private static readonly string[] s_candidates =
        ["libamd_smi.so", "/opt/rocm/lib/libamd_smi.so", "libamd_smi.so.27", "libamd_smi.so.26", "libamd_smi.so.25", "libamd_smi.so.24"];

    private readonly nint _library;
    private readonly delegate* unmanaged<int> _shutdown;
    private readonly delegate* unmanaged<int, byte**, int> _statusText;
    private readonly delegate* unmanaged<uint*, nint*, int> _sockets;
    private readonly delegate* unmanaged<nint, uint*, nint*, int> _processors;
    private readonly delegate* unmanaged<nint, uint*, byte*, int> _uuid;
    private readonly delegate* unmanaged<nint, byte*, int> _asicInfo;

    private AmdSmiLibrary(nint library)
    {
        _library = library;
        _shutdown = (delegate* unmanaged<int>)NativeLoader.Get(library, "amdsmi_shut_down");
        _statusText = (delegate* unmanaged<int, byte**, int>)NativeLoader.Get(library, "amdsmi_status_code_to_string");
        _sockets = (delegate* unmanaged<uint*, nint*, int>)NativeLoader.Get(library, "amdsmi_get_socket_handles");
        _processors = (delegate* unmanaged<nint, uint*, nint*, int>)NativeLoader.Get(library, "amdsmi_get_processor_handles");
        _uuid = (delegate* unmanaged<nint, uint*, byte*, int>)NativeLoader.Get(library, "amdsmi_get_gpu_device_uuid");
        _asicInfo = (delegate* unmanaged<nint, byte*, int>)NativeLoader.Get(library, "amdsmi_get_gpu_asic_info");
        PowerInfo = (delegate* unmanaged<nint, byte*, int>)NativeLoader.Get(library, "amdsmi_get_power_info");
        EnergyCount = (delegate* unmanaged<nint, ulong*, float*, ulong*, int>)NativeLoader.Get(library, "amdsmi_get_energy_count");
        Activity = (delegate* unmanaged<nint, byte*, int>)NativeLoader.Get(library, "amdsmi_get_gpu_activity");
        ClockInfo = (delegate* unmanaged<nint, int, byte*, int>)NativeLoader.Get(library, "amdsmi_get_clock_info");
        VramUsage = (delegate* unmanaged<nint, byte*, int>)NativeLoader.Get(library, "amdsmi_get_gpu_vram_usage");
        Temperature = (delegate* unmanaged<nint, int, int, long*, int>)NativeLoader.Get(library, "amdsmi_get_temp_metric");
    }

    /// <summary>Fills <c>amdsmi_power_info_t</c>.</summary>
    public readonly delegate* unmanaged<nint, byte*, int> PowerInfo;

    /// <summary>The energy counter, µJ a count, and its time.</summary>
    public readonly delegate* unmanaged<nint, ulong*, float*, ulong*, int> EnergyCount;

    /// <summary>Fills <c>amdsmi_engine_usage_t</c>: graphics, memory and media activity, % each.</summary>
    public readonly delegate* unmanaged<nint, byte*, int> Activity;

    /// <summary>Fills <c>amdsmi_clk_info_t</c>, which begins with the clock, MHz.</summary>
    public readonly delegate* unmanaged<nint, int, byte*, int> ClockInfo;

    /// <summary>Fills <c>amdsmi_vram_usage_t</c>: total and used, MB.</summary>
    public readonly delegate* unmanaged<nint, byte*, int> VramUsage;

    /// <summary>A temperature, °C.</summary>
    public readonly delegate* unmanaged<nint, int, int, long*, int> Temperature;

    /// <summary>Where its power struct has what.</summary>
    public AmdSmiLayout Layout { get; private init; } = new(0);

    /// <summary>Loads and initialises it.</summary>
    /// <param name="file">The file; null to look for it.</param>
    /// <exception cref="TelemetryException">It is not there, there is no driver behind it, or its structs are not known.</exception>
    public static AmdSmiLibrary Open(string? file)
    {
        nint library = NativeLoader.Load(Variable, s_candidates, "ROCm's amd-smi-lib", file);
        try
        {
            var init = (delegate* unmanaged<ulong, int>)NativeLoader.Get(library, "amdsmi_init");
            var smi = new AmdSmiLibrary(library);
            int status = init(InitAmdGpus);
            return status != Success
                ? throw new TelemetryException($"AMD SMI does not start: {smi.Describe(status)} (amdsmi_init returned {status}): is the amdgpu driver loaded, and is this user in the groups render and video?")
                : new AmdSmiLibrary(library) { Layout = LayoutOf(library) };
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
        var found = new List<(GpuDevice, nint)>();
        nint* sockets = stackalloc nint[(int)MostGpus];
        nint* processors = stackalloc nint[(int)MostGpus];
        uint socketCount = MostGpus;
        Check("amdsmi_get_socket_handles", _sockets(&socketCount, sockets));
        for (uint s = 0; s < socketCount; s++)
        {
            uint count = MostGpus;
            Check("amdsmi_get_processor_handles", _processors(sockets[s], &count, processors));
            for (uint p = 0; p < count; p++)
            {
                found.Add((new GpuDevice(found.Count, Uuid(processors[p]), MarketName(processors[p])), processors[p]));
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public string Describe(int status)
    {
        byte* text = null;
        return _statusText(status, &text) == Success && text is not null ? Marshal.PtrToStringUTF8((nint)text)! : $"status {status}";
    }

    public void Dispose()
    {
        _ = _shutdown();
        NativeLibrary.Free(_library);
    }

    private static AmdSmiLayout LayoutOf(nint library)
    {
        // Four or three numbers and a pointer: 24 bytes in every version.
        var get = (delegate* unmanaged<uint*, int>)NativeLoader.Get(library, "amdsmi_get_lib_version");
        uint* version = stackalloc uint[16];
        int status = get(version);
        return (status == Success ? AmdSmiLayout.Of(version[0], version[1]) : null)
            ?? throw new TelemetryException($"libamd_smi {version[0]}.{version[1]} lays its structs out in a way that is not known (known: 23.4 to 24.7, 25.3 to 27)");
    }

    private void Check(string call, int status)
    {
        if (status != Success)
        {
            throw new TelemetryException($"{call} failed: {Describe(status)}");
        }
    }

    private string Uuid(nint processor)
    {
        byte* buffer = stackalloc byte[(int)UuidBytes];
        new Span<byte>(buffer, (int)UuidBytes).Clear();
        uint length = UuidBytes;
        return _uuid(processor, &length, buffer) == Success ? NativeLoader.Text(new ReadOnlySpan<byte>(buffer, (int)UuidBytes)) : "";
    }

    // The struct begins with the name: 64 bytes, later 256.
    private string MarketName(nint processor)
    {
        byte* buffer = stackalloc byte[AmdSmiLayout.StructBytes];
        new Span<byte>(buffer, AmdSmiLayout.StructBytes).Clear();
        return _asicInfo(processor, buffer) == Success ? NativeLoader.Text(new ReadOnlySpan<byte>(buffer, 256)) : "";
    }
}
