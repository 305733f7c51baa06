using System.Text;
using LoadGen.Telemetry.Sampling;
using LoadGen.Telemetry.Sources;
using LoadGen.Telemetry.Tests.Support;

namespace LoadGen.Telemetry.Tests.Sampling;

public class TelemetryLogTests
{
    private static readonly GpuDevice[] s_devices = [new(0, "GPU-a", "X"), new(3, "GPU,\n\"b", "X")];

    [Fact]
    public void A_line_has_both_times_the_GPU_and_its_figures_and_what_is_not_known_is_empty()
    {
        var file = new MemoryStream();
        var wall = new WallClock(new ManualClock(startNs: 5_000_000_000), new FixedTime(DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000)));
        using (var log = new TelemetryLog(file, s_devices, wall))
        {
            log.Add(0, ScriptedSource.Power(5_250_000_000, 412.3456, 1234567.8) with { UtilizationPercent = 97, SmClockMhz = 1980, MemoryClockMhz = 3201, MemoryUsedBytes = 128849018880, TemperatureC = 61 });
            log.Add(1, ScriptedSource.Power(6_000_000_001, 99));
        }

        Assert.Equal(
            [
                TelemetryLog.Header,
                "1800000000.250000,5250000000,0,GPU-a,412.346,1234567.800,97.0,1980,3201,128849018880,61.0",
                "1800000001.000000,6000000001,3,GPUb,99.000,,,,,,",
                "",
            ],
            Encoding.UTF8.GetString(file.ToArray()).Split('\n'));
    }

    [Fact]
    public void Lines_go_out_at_least_once_a_second()
    {
        using var file = new MemoryStream();
        using var log = new TelemetryLog(file, s_devices, new WallClock(new ManualClock(), TimeProvider.System));
        long header = file.Length;
        log.Add(0, ScriptedSource.Power(1_500_000_000, 1));
        long first = file.Length;
        log.Add(0, ScriptedSource.Power(1_600_000_000, 1));
        Assert.Equal((true, first), (first > header, file.Length));
        log.Add(0, ScriptedSource.Power(2_500_000_000, 1));
        Assert.True(file.Length > first);
    }

    [Fact]
    public void A_full_disk_ends_the_file_and_nothing_else()
    {
        using var log = new TelemetryLog(new FullStream(), s_devices, new WallClock(new ManualClock(), TimeProvider.System));
        log.Add(0, ScriptedSource.Power(5_000_000_000, 1));
        log.Add(0, ScriptedSource.Power(9_000_000_000, 1));
        Assert.Equal("full", log.Failure!.Message);
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class FullStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("full");
    }
}
