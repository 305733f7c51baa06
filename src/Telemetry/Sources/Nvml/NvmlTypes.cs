using System.Runtime.InteropServices;

namespace LoadGen.Telemetry.Sources.Nvml;

/// <summary><c>nvmlFieldValue_t</c>: 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlFieldValue
{
    public uint FieldId;
    public uint ScopeId;
    public long TimestampUs;
    public long LatencyUs;
    public int ValueType;
    public int Result;
    public ulong Value;

    /// <summary>The value as a number; NaN when the call for it failed or its type is none that we know.</summary>
    public readonly double Number => Result != NvmlResult.Success ? double.NaN : ValueType switch
    {
        0 => BitConverter.UInt64BitsToDouble(Value),
        1 => (uint)Value,
        2 or 3 => Value,
        4 => (long)Value,
        5 => (int)(uint)Value,
        6 => (ushort)Value,
        _ => double.NaN,
    };
}

/// <summary><c>nvmlUtilization_t</c>, in percent.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlUtilization
{
    public uint Gpu;
    public uint Memory;
}

/// <summary><c>nvmlMemory_t</c>, the first version, in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlMemory
{
    public ulong Total;
    public ulong Free;
    public ulong Used;
}

/// <summary>The values of <c>nvmlReturn_t</c> that are told apart.</summary>
internal static class NvmlResult
{
    public const int Success = 0;
    public const int NotSupported = 3;
    public const int NoPermission = 4;
}

/// <summary>Numbers of NVML's header.</summary>
internal static class NvmlConstants
{
    /// <summary>NVML_FI_DEV_POWER_INSTANT, mW.</summary>
    public const uint FieldPowerInstant = 186;

    /// <summary>NVML_CLOCK_SM.</summary>
    public const int ClockSm = 1;

    /// <summary>NVML_CLOCK_MEM.</summary>
    public const int ClockMemory = 2;

    /// <summary>NVML_TEMPERATURE_GPU.</summary>
    public const int TemperatureGpu = 0;

    /// <summary>Room for the longest text, NVML_DEVICE_NAME_V2_BUFFER_SIZE and NVML_DEVICE_UUID_V2_BUFFER_SIZE.</summary>
    public const int TextBytes = 96;
}
