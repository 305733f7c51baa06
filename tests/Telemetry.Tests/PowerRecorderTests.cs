using LoadGen.Telemetry.Sources;
using LoadGen.Telemetry.Tests.Support;
using LoadGen.Telemetry.Windows;
using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Tests;

public class PowerRecorderTests
{
    [Fact]
    public void From_a_source_to_the_windows_figures_and_the_file()
    {
        var source = new ScriptedSource(2, i => ScriptedSource.Power(MonotonicClock.Instance.NowNs, 100 * (i + 1)));
        var file = new MemoryStream();
        PowerRecord record;
        using (var recorder = new PowerRecorder(source, TimeSpan.FromMilliseconds(2), [], file, MonotonicClock.Instance, TimeProvider.System))
        {
            long start = MonotonicClock.Instance.NowNs;
            record = recorder.Finish(new TimeWindow(start, start + 50_000_000));
        }

        Assert.Equal(0.05 * 300, record.Power.EnergyJ.Value!.Value, 9);
        Assert.Equal(("scripted", TimeSpan.FromMilliseconds(2), null), (record.Source, record.Period, record.LastError));
        Assert.True(source.IsDisposed);
        string[] lines = System.Text.Encoding.UTF8.GetString(file.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length >= 5);
        Assert.All(lines.Skip(1), l => Assert.Equal(11, l.Split(',').Length));
    }

    [Fact]
    public void A_source_that_died_leaves_a_reason_and_no_zero()
    {
        int reads = 0;
        long first = MonotonicClock.Instance.NowNs;
        var source = new ScriptedSource(1, _ => reads++ == 0 ? ScriptedSource.Power(first, 300) : GpuReading.None);
        using var recorder = new PowerRecorder(source, TimeSpan.FromMilliseconds(2), [], new MemoryStream(), MonotonicClock.Instance, TimeProvider.System);

        // A window that ended long ago on this clock: nothing has to be waited for.
        PowerRecord record = recorder.Finish(new TimeWindow(first - 20_000_000_000, first - 10_000_000_000));
        Assert.Null(record.Power.EnergyJ.Value);
        Assert.Equal("GPU 0: the first sample came 20 s after the window's start", record.Power.EnergyJ.Absent);
        Assert.Equal(0, record.Power.Coverage);
    }
}
