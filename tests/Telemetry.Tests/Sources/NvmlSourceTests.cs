using LoadGen.Telemetry.Sources;
using LoadGen.Telemetry.Sources.Nvml;
using LoadGen.Telemetry.Tests.Support;

namespace LoadGen.Telemetry.Tests.Sources;

/// <summary>The real calls into a real library, which has no GPU behind it.</summary>
public class NvmlSourceTests
{
    private const int NotSupported = 3;
    private const int GpuIsLost = 15;

    private static readonly ResetCall s_reset = FakeLibrary.Nvml.Function<ResetCall>("fake_reset");
    private static readonly SetCall s_set = FakeLibrary.Nvml.Function<SetCall>("fake_set");
    private static readonly FailCall s_fail = FakeLibrary.Nvml.Function<FailCall>("fake_fail");

    private static readonly CountCall s_energyCalls = FakeLibrary.Nvml.Function<CountCall>("fake_energy_calls");

    private delegate int CountCall();

    private delegate void ResetCall(uint count, int init);

    private delegate void SetCall(uint index, double powerMw, double energyMj);

    private delegate void FailCall(uint index, int power, int instant, int other);

    [Fact]
    public void Every_figure_is_read_in_our_units()
    {
        s_reset(2, 0);
        s_set(1, 412_345, 987_654_321);
        using NvmlSource source = Open();
        GpuReading reading = Read(source)[1];

        Assert.Equal((412.345, 987_654.321), (reading.PowerW, reading.EnergyJ));
        Assert.Equal((97, 1980, 3201, 120.0 * (1L << 30), 61), (reading.UtilizationPercent, reading.SmClockMhz, reading.MemoryClockMhz, reading.MemoryUsedBytes, reading.TemperatureC));
        Assert.Equal([new GpuDevice(0, "GPU-fake-0", "Fake H200"), new GpuDevice(1, "GPU-fake-1", "Fake H200")], source.Devices);
        Assert.StartsWith("NVML_FI_DEV_POWER_INSTANT", source.PowerMeaning, StringComparison.Ordinal);
        Assert.Equal((0, null), (source.Errors, source.LastError));
    }

    [Fact]
    public void The_stamp_lies_midway_between_the_call_for_power_and_its_return()
    {
        s_reset(1, 0);
        using NvmlSource source = NvmlSource.Open(null, new ManualClock(startNs: 1000, stepNs: 100), FakeLibrary.Nvml.Path);
        Assert.Equal([1050, 1250], new[] { Read(source)[0].TimeNs, Read(source)[0].TimeNs });
    }

    [Fact]
    public void The_counter_is_asked_for_only_where_it_is_wanted_and_all_else_is_there()
    {
        s_reset(2, 0);
        s_set(0, 412_345, 5_000);
        using NvmlSource source = Open();
        var readings = new GpuReading[2];
        source.Read(readings, withEnergy: false);
        Assert.Equal((412.345, double.NaN, 97, 61), (readings[0].PowerW, readings[0].EnergyJ, readings[0].UtilizationPercent, readings[0].TemperatureC));
        Assert.Equal(0, s_energyCalls());
        source.Read(readings, withEnergy: true);
        Assert.Equal(5, readings[0].EnergyJ);
        Assert.Equal(2, s_energyCalls());
    }

    [Fact]
    public void Where_a_driver_has_no_present_power_its_mean_is_read_and_called_that()
    {
        s_reset(1, 0);
        s_set(0, 300_000, 5_000);
        s_fail(0, 0, NotSupported, 0);
        using NvmlSource source = Open();
        GpuReading reading = Read(source)[0];

        Assert.Equal((300, 5), (reading.PowerW, reading.EnergyJ));
        Assert.StartsWith("nvmlDeviceGetPowerUsage", source.PowerMeaning, StringComparison.Ordinal);
        Assert.Equal(0, source.Errors);
    }

    [Fact]
    public void What_a_GPU_does_not_have_is_not_known_and_is_no_failure()
    {
        s_reset(1, 0);
        s_set(0, 300_000, 5_000);
        s_fail(0, 0, 0, NotSupported);
        using NvmlSource source = Open();
        GpuReading reading = Read(source)[0];

        Assert.Equal(300, reading.PowerW);
        Assert.All([reading.UtilizationPercent, reading.SmClockMhz, reading.MemoryClockMhz, reading.MemoryUsedBytes, reading.TemperatureC], v => Assert.Equal(double.NaN, v));
        Assert.Equal(0, source.Errors);
    }

    [Fact]
    public void A_lost_GPU_has_no_reading_and_its_error_is_counted_in_words()
    {
        s_reset(1, 0);
        using NvmlSource source = Open();
        s_fail(0, GpuIsLost, 0, GpuIsLost);

        Assert.Equal(0, Read(source)[0].TimeNs);
        Assert.Equal((7, "nvmlDeviceGetTemperature: GPU is lost"), (source.Errors, source.LastError));
    }

    [Fact]
    public void Reading_costs_no_allocation_even_when_it_fails()
    {
        s_reset(2, 0);
        using NvmlSource source = Open();
        s_fail(1, GpuIsLost, 0, GpuIsLost);
        var readings = new GpuReading[2];
        source.Read(readings, withEnergy: true);

        Assert.Equal(0, Allocated.Bytes(() => source.Read(readings, withEnergy: true)));
    }

    [Fact]
    public void Only_the_chosen_GPUs_are_read()
    {
        s_reset(4, 0);
        s_set(2, 222_000, 0);
        using NvmlSource source = NvmlSource.Open([2], new ManualClock(), FakeLibrary.Nvml.Path);
        Assert.Equal(2, Assert.Single(source.Devices).Index);
        Assert.Equal(222, Read(source)[0].PowerW);
    }

    [Fact]
    public void A_GPU_that_is_not_there_is_named_with_those_that_are()
    {
        s_reset(2, 0);
        TelemetryException e = Assert.Throws<TelemetryException>(() => NvmlSource.Open([0, 5, 3], new ManualClock(), FakeLibrary.Nvml.Path));
        Assert.Equal("GPU 3, 5 is not there: this host shows 0, 1; --gpus names some of these", e.Message);
    }

    [Fact]
    public void A_host_without_GPUs_says_so()
    {
        s_reset(0, 0);
        Assert.Equal("no GPU is there that this process may see", Assert.Throws<TelemetryException>(() => Open().Dispose()).Message);
    }

    [Fact]
    public void A_driver_that_is_not_loaded_is_said_in_NVMLs_words()
    {
        s_reset(1, 9);
        Assert.Equal("NVML does not start: Driver Not Loaded (nvmlInit_v2 returned 9); nvidia-smi says more", Assert.Throws<TelemetryException>(() => Open().Dispose()).Message);
    }

    [Fact]
    public void A_file_that_is_no_library_or_another_one_is_named()
    {
        string missing = Path.Combine(AppContext.BaseDirectory, "fake", "none.so");
        Assert.Equal($"{missing} (LOADGEN_NVML_LIBRARY) cannot be loaded: name a library that can", Assert.Throws<TelemetryException>(() => NvmlSource.Open(null, new ManualClock(), missing)).Message);
        Assert.Contains("no function nvmlInit_v2", Assert.Throws<TelemetryException>(() => NvmlSource.Open(null, new ManualClock(), FakeLibrary.AmdSmi.Path)).Message, StringComparison.Ordinal);
    }

    private static NvmlSource Open() => NvmlSource.Open(null, new ManualClock(), FakeLibrary.Nvml.Path);

    private static GpuReading[] Read(NvmlSource source)
    {
        var readings = new GpuReading[source.Devices.Count];
        source.Read(readings, withEnergy: true);
        return readings;
    }
}
