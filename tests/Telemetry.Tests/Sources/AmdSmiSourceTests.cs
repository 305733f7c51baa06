using LoadGen.Telemetry.Sources;
using LoadGen.Telemetry.Sources.Amd;
using LoadGen.Telemetry.Tests.Support;

namespace LoadGen.Telemetry.Tests.Sources;

/// <summary>The real calls into a real library, which has no GPU behind it.</summary>
public class AmdSmiSourceTests
{
    private const uint Unknown = uint.MaxValue;

    private static readonly PairCall s_version = FakeLibrary.AmdSmi.Function<PairCall>("fake_version");
    private static readonly PairCall s_power = FakeLibrary.AmdSmi.Function<PairCall>("fake_power");
    private static readonly CounterCall s_counter = FakeLibrary.AmdSmi.Function<CounterCall>("fake_counter");
    private static readonly StatusCall s_status = FakeLibrary.AmdSmi.Function<StatusCall>("fake_status");

    private delegate void PairCall(uint first, uint second);

    private delegate void CounterCall(ulong count);

    private delegate void StatusCall(int init, int energy);

    public AmdSmiSourceTests()
    {
        s_version(26, 2);
        s_power(750, Unknown);
        s_counter(1_000_000);
        s_status(0, 0);
    }

    [Theory]
    [InlineData(23, 4)]
    [InlineData(24, 7)]
    [InlineData(25, 3)]
    [InlineData(26, 2)]
    [InlineData(27, 1)]
    public void Power_is_found_in_every_known_version(uint major, uint minor)
    {
        s_version(major, minor);
        Assert.Equal([750, 750], Read().Select(r => r.PowerW));
    }

    [Theory]
    [InlineData(23, 0)]
    [InlineData(24, 8)]
    [InlineData(25, 2)]
    [InlineData(28, 0)]
    public void Another_version_is_not_guessed_at(uint major, uint minor)
    {
        s_version(major, minor);
        Assert.Equal(
            $"libamd_smi {major}.{minor} lays its structs out in a way that is not known (known: 23.4 to 24.7, 25.3 to 27)",
            Assert.Throws<TelemetryException>(() => Read()).Message);
    }

    [Theory]
    [InlineData(750, Unknown, 750)]
    [InlineData(Unknown, 240, 240)]
    [InlineData(65535, 240, 240)]
    [InlineData(0, 240, 240)]
    [InlineData(Unknown, Unknown, double.NaN)]
    [InlineData(0, 0, double.NaN)]
    public void Power_is_the_current_one_else_the_average_else_not_known(uint current, uint average, double watts)
    {
        s_power(current, average);
        Assert.Equal(watts, Read()[0].PowerW);
    }

    [Fact]
    public void The_other_figures_are_in_our_units()
    {
        GpuReading reading = Read()[0];
        Assert.Equal(15.259, reading.EnergyJ, 5);
        Assert.Equal((88, 2400, 2000, 200000.0 * (1 << 20), 71), (reading.UtilizationPercent, reading.SmClockMhz, reading.MemoryClockMhz, reading.MemoryUsedBytes, reading.TemperatureC));
    }

    [Fact]
    public void GPUs_have_their_names()
    {
        using AmdSmiSource source = AmdSmiSource.Open([1], new ManualClock(), FakeLibrary.AmdSmi.Path);
        Assert.Equal([new GpuDevice(1, "a0ff74a1-0000-1000-8000-000000000002", "AMD Instinct MI355X")], source.Devices);
    }

    [Fact]
    public void Without_a_counter_its_figure_is_not_known()
    {
        s_status(0, 2);
        GpuReading reading = Read()[0];
        Assert.Equal((750, double.NaN), (reading.PowerW, reading.EnergyJ));
    }

    [Fact]
    public void A_failing_call_is_counted_in_the_librarys_words()
    {
        using AmdSmiSource source = AmdSmiSource.Open(null, new ManualClock(), FakeLibrary.AmdSmi.Path);
        s_status(0, 12);
        source.Read(new GpuReading[2], withEnergy: true);
        Assert.Equal((2, "amdsmi_get_energy_count: OTHER"), (source.Errors, source.LastError));
    }

    [Fact]
    public void A_driver_that_is_not_loaded_is_told_with_what_to_look_at()
    {
        s_status(34, 0);
        string message = Assert.Throws<TelemetryException>(() => Read()).Message;
        Assert.StartsWith("AMD SMI does not start: DRIVER_NOT_LOADED (amdsmi_init returned 34)", message, StringComparison.Ordinal);
        Assert.Contains("render and video", message, StringComparison.Ordinal);
    }

    private static GpuReading[] Read()
    {
        using AmdSmiSource source = AmdSmiSource.Open(null, new ManualClock(), FakeLibrary.AmdSmi.Path);
        var readings = new GpuReading[source.Devices.Count];
        source.Read(readings, withEnergy: true);
        return readings;
    }
}
