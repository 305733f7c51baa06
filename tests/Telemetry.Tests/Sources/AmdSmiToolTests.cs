using LoadGen.Telemetry.Sources;
using LoadGen.Telemetry.Sources.Commands;
using LoadGen.Telemetry.Tests.Support;
using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Tests.Sources;

public sealed class AmdSmiToolTests : IDisposable
{
    private const string List = """[{"gpu": 0, "bdf": "0000:05:00.0", "uuid": "aa"}, {"gpu": 1, "bdf": "0000:15:00.0", "uuid": "bb"}]""";

    private const string Metric = """
        [{"gpu": 0, "usage": {"gfx_activity": {"value": 88, "unit": "%"}}, "power": {"socket_power": {"value": 750, "unit": "W"}},
          "clock": {"gfx_0": {"clk": {"value": 2400, "unit": "MHz"}}, "mem_0": {"clk": {"value": 2000, "unit": "MHz"}}},
          "temperature": {"edge": "N/A", "hotspot": {"value": 71, "unit": "C"}},
          "energy": {"total_energy_consumption": {"value": 123456.789, "unit": "J"}}, "mem_usage": {"used_vram": {"value": 200000, "unit": "MB"}}},
         {"gpu": 1, "power": {"socket_power": "N/A", "average_socket_power": 240}, "temperature": {"hotspot": "N/A", "edge": 40}}]
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("{\"gpu_data\": ", "}")]
    public void Both_shapes_of_its_JSON_are_read(string before, string after)
    {
        IReadOnlyList<(int Index, GpuReading Reading)> readings = AmdSmiJson.Readings(before + Metric + after);
        (int index, GpuReading first) = readings[0];

        Assert.Equal((0, 750, 123456.789, 88), (index, first.PowerW, first.EnergyJ, first.UtilizationPercent));
        Assert.Equal((2400, 2000, 200000.0 * (1 << 20), 71), (first.SmClockMhz, first.MemoryClockMhz, first.MemoryUsedBytes, first.TemperatureC));
        Assert.Equal((1, 240, double.NaN, 40), (readings[1].Index, readings[1].Reading.PowerW, readings[1].Reading.EnergyJ, readings[1].Reading.TemperatureC));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("[{\"gpu\": 0")]
    public void What_is_no_list_of_GPUs_is_refused(string json) =>
        Assert.StartsWith("amd-smi --json prints ", Assert.Throws<TelemetryException>(() => AmdSmiJson.Readings(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void It_is_run_again_and_again_and_each_answer_is_a_new_reading()
    {
        File.WriteAllText(_folder["list.json"], List);
        File.WriteAllText(_folder["metric.json"], Metric);
        string program = _folder.Script("amd-smi", $"cat '{_folder["list.json"].Replace("list.json", "", StringComparison.Ordinal)}'$1.json");
        using AmdSmiToolSource source = AmdSmiToolSource.Open([0], MonotonicClock.Instance, program);
        var first = new GpuReading[1];
        source.Read(first, withEnergy: true);
        var second = new GpuReading[1];
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                source.Read(second, withEnergy: true);
                return second[0].TimeNs > first[0].TimeNs;
            },
            TimeSpan.FromSeconds(30)));

        Assert.Equal((750, 750), (first[0].PowerW, second[0].PowerW));
        Assert.Equal([new GpuDevice(0, "aa", "AMD GPU 0000:05:00.0")], source.Devices);
    }

    [Fact]
    public void Runs_that_fail_later_are_counted_and_the_last_reading_stays_old()
    {
        File.WriteAllText(_folder["list.json"], List);
        File.WriteAllText(_folder["metric.json"], Metric);
        string folder = _folder["list.json"].Replace("list.json", "", StringComparison.Ordinal);
        string program = _folder.Script("amd-smi", $"cat '{folder}'$1.json || exit 3");
        using AmdSmiToolSource source = AmdSmiToolSource.Open(null, MonotonicClock.Instance, program);
        File.Delete(_folder["metric.json"]);

        Assert.True(SpinWait.SpinUntil(() => source.Errors > 0, TimeSpan.FromSeconds(30)));
        Assert.Contains("failed with exit code 3", source.LastError, StringComparison.Ordinal);
    }
}
