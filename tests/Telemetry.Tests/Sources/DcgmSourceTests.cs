using LoadGen.Telemetry.Sources;
using LoadGen.Telemetry.Sources.Scraping;
using LoadGen.Telemetry.Tests.Support;

namespace LoadGen.Telemetry.Tests.Sources;

public sealed class DcgmSourceTests : IDisposable
{
    private readonly MetricsServer _server = new() { Page = Page(412.5, 1000) };

    public void Dispose() => _server.Dispose();

    [Fact]
    public void Every_field_is_read_in_our_units()
    {
        using DcgmSource source = Open([1]);
        GpuReading reading = Read(source)[0];

        Assert.Equal([new GpuDevice(1, "GPU-b", "NVIDIA B200")], source.Devices);
        Assert.Equal((412.5, 1.0, 97, 1965, 3996, 1024.0 * (1 << 20), 60), (reading.PowerW, reading.EnergyJ, reading.UtilizationPercent, reading.SmClockMhz, reading.MemoryClockMhz, reading.MemoryUsedBytes, reading.TemperatureC));
    }

    [Fact]
    public void A_page_that_repeats_its_figures_is_no_new_reading()
    {
        using DcgmSource source = Open(null);
        long first = Read(source)[0].TimeNs;
        Assert.Equal(first, Read(source)[0].TimeNs);
        _server.Page = Page(412.5, 2000);
        Assert.True(Read(source)[0].TimeNs > first);
    }

    [Fact]
    public void A_page_that_cannot_be_fetched_is_counted_and_brings_nothing_new()
    {
        using DcgmSource source = Open(null);
        long first = Read(source)[0].TimeNs;
        _server.Status = 503;
        Assert.Equal(first, Read(source)[0].TimeNs);
        Assert.Equal(1, source.Errors);
        Assert.Contains("answered with status 503", source.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_without_power_is_refused_and_one_that_is_not_there_is_named()
    {
        _server.Page = "up 1\n";
        Assert.Contains("has no DCGM_FI_DEV_POWER_USAGE", Assert.Throws<TelemetryException>(() => Open(null)).Message, StringComparison.Ordinal);
        _server.Dispose();
        Assert.Contains("is it listening there?", Assert.Throws<TelemetryException>(() => Open(null)).Message, StringComparison.Ordinal);
    }

    private static string Page(double watts, double mj) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""
        # HELP DCGM_FI_DEV_POWER_USAGE Power draw (in W).
        DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-a",modelName="NVIDIA B200"} {{watts}}
        DCGM_FI_DEV_POWER_USAGE{gpu="1",UUID="GPU-b",modelName="NVIDIA B200"} {{watts}}
        DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-a"} {{mj}}
        DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="1",UUID="GPU-b"} {{mj}}
        DCGM_FI_DEV_GPU_UTIL{gpu="1"} 97
        DCGM_FI_DEV_SM_CLOCK{gpu="1"} 1965
        DCGM_FI_DEV_MEM_CLOCK{gpu="1"} 3996
        DCGM_FI_DEV_FB_USED{gpu="1"} 1024
        DCGM_FI_DEV_GPU_TEMP{gpu="1"} 60
        DCGM_FI_DEV_GPU_TEMP{gpu="9"} 99
        """);

    private static GpuReading[] Read(DcgmSource source)
    {
        var readings = new GpuReading[source.Devices.Count];
        source.Read(readings, withEnergy: true);
        return readings;
    }

    private DcgmSource Open(int[]? gpus) => DcgmSource.Open(_server.Url, gpus, new ManualClock(stepNs: 1000));
}
