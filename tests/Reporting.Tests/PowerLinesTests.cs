using LoadGen.Measurement.Results;
using LoadGen.Reporting.Tests.Support;
using LoadGen.Telemetry.Windows;

namespace LoadGen.Reporting.Tests;

public class PowerLinesTests
{
    private static readonly PowerInfo s_power = new()
    {
        Source = "nvml",
        PowerMeaning = "x",
        PeriodMs = 50,
        Valid = true,
        Problems = [],
        AvgPowerW = 412.3,
        AvgTotalGpuPowerW = 824.6,
        MaxPowerW = 700,
        TotalGpuEnergyJ = 12345,
        JoulesPerSuccessfulQuery = 154.3,
        JoulesPerOutputToken = 1.2345,
        JoulesPerTotalToken = 0.0456,
        CounterRatio = 1.0021,
        Coverage = 1,
        Samples = 1,
        SkippedReadings = 0,
        SamplerCpuS = 1.5,
        ReadErrors = 0,
        Gpus = [Gpu, Gpu],
        Roles = [],
    };

    private static GpuPower Gpu => new()
    {
        Index = 0, Uuid = "", Name = "", Samples = 1, Coverage = 1, Gaps = 0, LongestGapS = 0,
        UtilizationPercent = None, SmClockMhz = None, MemoryClockMhz = None, MemoryUsedBytes = None, TemperatureC = None,
    };

    private static Spread None => new(null, null);

    [Fact]
    public void One_line_says_what_was_drawn_and_what_a_token_cost() => Assert.Contains(
        "Power: 2 GPUs (nvml), 412.3 W each, 824.6 W together, peak 700.0 W; 12,345 J: 1.235 J/output token, 0.0456 J/token, 154.3 J/request; counters/integral 1.002; reading it took 1.50 s of the client's CPU\n",
        Print(s_power),
        StringComparison.Ordinal);

    [Fact]
    public void Roles_have_a_line_each_where_there_are_several()
    {
        var prefill = new RolePower("prefill", 1, 3000, 3001, 300, null);
        var decode = new RolePower("decode", 4, null, null, null, "2 of its 4 GPUs are not read");

        Assert.Contains("  prefill: 1 GPU, 300.0 W each, 3,000 J\n  decode: no energy: 2 of its 4 GPUs are not read\n", Print(s_power with { Roles = [prefill, decode] }), StringComparison.Ordinal);
        Assert.DoesNotContain("prefill", Print(s_power with { Roles = [prefill] }), StringComparison.Ordinal);
    }

    [Fact]
    public void What_keeps_the_figures_from_standing_is_noted_and_missing_figures_are_dashes()
    {
        string text = Print(s_power with
        {
            Problems = ["there is no energy: GPU 0: x"], AvgPowerW = null, AvgTotalGpuPowerW = null, TotalGpuEnergyJ = null,
            JoulesPerOutputToken = null, JoulesPerTotalToken = null, JoulesPerSuccessfulQuery = null, CounterRatio = null, FileCut = "the disk is full",
        });

        Assert.Contains("- W each, - W together, peak 700.0 W; - J: - J/output token, - J/token, - J/request; reading it took 1.50 s of the client's CPU\n", text, StringComparison.Ordinal);
        Assert.Contains("Note: power: there is no energy: GPU 0: x\n", text, StringComparison.Ordinal);
        Assert.Contains("Note: power: telemetry.csv is cut (the disk is full)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_telemetry_there_is_no_line_and_missing_engine_metrics_are_noted()
    {
        Assert.DoesNotContain("Power", Print(null), StringComparison.Ordinal);
        Assert.Contains("Note: no engine metrics: status 404\n", Print(null, new EngineMetricsInfo("http://x", null, "status 404")), StringComparison.Ordinal);
    }

    private static string Print(PowerInfo? power, EngineMetricsInfo? engine = null)
    {
        using var text = new StringWriter { NewLine = "\n" };
        ResultTable.Write(Documents.Result with { Power = power, EngineMetrics = engine }, text);
        return text.ToString();
    }
}
