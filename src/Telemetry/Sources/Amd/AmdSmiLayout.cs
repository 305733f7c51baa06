namespace LoadGen.Telemetry.Sources.Amd;

/// <summary>
/// Where the figures of <c>amdsmi_power_info_t</c> lie, by the library's version. AMD SMI 23.4 to 24.7 (ROCm 6.0 to 6.3) begin it with the current
/// and the average socket power, 32 bits each; 25.3 to 27 (ROCm 6.4 and later) put a 64-bit socket power in front, which bare metal
/// does not fill everywhere. Other versions are not guessed at. The other structs that are read begin alike in all of these.
/// </summary>
/// <param name="CurrentPowerOffset">Byte offset of <c>current_socket_power</c>, W; the average follows.</param>
internal sealed record AmdSmiLayout(int CurrentPowerOffset)
{
    /// <summary>Room for the largest struct that is read, <c>amdsmi_asic_info_t</c> (896 bytes in ROCm 7), and to grow.</summary>
    public const int StructBytes = 4096;

    /// <summary>A figure that the GPU does not have.</summary>
    public const uint NotSupported = uint.MaxValue;

    /// <summary>The same of a figure that the driver keeps in 16 bits.</summary>
    public const uint NotSupported16 = ushort.MaxValue;

    /// <summary>The layout of a version; null when it is not known.</summary>
    /// <param name="major">First number of the version; up to 24 it is the year.</param>
    /// <param name="minor">Second number.</param>
    public static AmdSmiLayout? Of(uint major, uint minor) => (major, minor) switch
    {
        (23, >= 4) or (24, <= 7) => new AmdSmiLayout(0),
        (25, >= 3) or (26 or 27, _) => new AmdSmiLayout(sizeof(ulong)),
        _ => null,
    };

    /// <summary>A figure, or NaN where the GPU has none.</summary>
    public static double Figure(uint value) => value is NotSupported or NotSupported16 ? double.NaN : value;

    /// <summary>Socket power, W: the current one (MI300 and later), else the average (before).</summary>
    /// <param name="powerInfo">The struct as the library filled it.</param>
    public double PowerW(ReadOnlySpan<byte> powerInfo)
    {
        double current = Figure(BitConverter.ToUInt32(powerInfo[CurrentPowerOffset..]));
        return double.IsNaN(current) || current == 0 ? NonZero(Figure(BitConverter.ToUInt32(powerInfo[(CurrentPowerOffset + sizeof(uint))..]))) : current;
    }

    // No GPU that is on draws nothing: 0 is how some versions say that they do not know.
    private static double NonZero(double value) => value == 0 ? double.NaN : value;
}
