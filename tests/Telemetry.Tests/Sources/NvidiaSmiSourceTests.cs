using LoadGen.Telemetry.Sampling;
using LoadGen.Telemetry.Sources;
using LoadGen.Telemetry.Sources.Commands;
using LoadGen.Telemetry.Tests.Support;
using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Tests.Sources;

/// <summary>Against a script that answers as nvidia-smi does.</summary>
public sealed class NvidiaSmiSourceTests : IDisposable
{
    private const string Devices = "printf '0, GPU-a, NVIDIA H200\\n1, GPU-b, NVIDIA H200\\n'";
    private const string Lines = "while :; do printf '0, 412.50, 97, 1980, 3201, 122880, 61\\n1, [N/A], 3, 345, 3201, 1, 40\\n' || exit 0; sleep 0.01; done";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_long_run_of_it_gives_the_readings_of_the_chosen_GPUs()
    {
        string program = _folder.Script("nvidia-smi", $"case \"$*\" in *-lms*) {Lines} ;; *) {Devices} ;; esac");
        using NvidiaSmiSource source = NvidiaSmiSource.Open([0], MonotonicClock.Instance, 100, program);
        using var sampler = new GpuSampler(source, TimeSpan.FromMilliseconds(5), MonotonicClock.Instance, null);
        sampler.Start();
        sampler.StopAfter(MonotonicClock.Instance.NowNs);

        Assert.Equal([new GpuDevice(0, "GPU-a", "NVIDIA H200")], source.Devices);
        Assert.Equal(412.5, sampler.Series[0].Of(r => r.PowerW)[^1].Value);
        Assert.StartsWith("nvidia-smi power.draw.instant", source.PowerMeaning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_that_does_not_know_present_power_is_asked_for_its_mean()
    {
        string program = _folder.Script("nvidia-smi", $"case \"$*\" in *power.draw.instant*) echo 'Field \"power.draw.instant\" is not a valid field to query.'; exit 2 ;; *-lms*) {Lines} ;; *) {Devices} ;; esac");
        using NvidiaSmiSource source = NvidiaSmiSource.Open(null, MonotonicClock.Instance, 100, program);
        Assert.StartsWith("nvidia-smi power.draw: ", source.PowerMeaning, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_ends_is_counted_as_failing()
    {
        string program = _folder.Script("nvidia-smi", $"case \"$*\" in *-lms*) printf '0, 412.50, 97, 1980, 3201, 122880, 61\\n'; exit 7 ;; *) {Devices} ;; esac");
        using NvidiaSmiSource source = NvidiaSmiSource.Open([0], MonotonicClock.Instance, 100, program);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                source.Read(new GpuReading[1], withEnergy: true);
                return source.Errors > 0;
            },
            TimeSpan.FromSeconds(30)));
        Assert.EndsWith("ended with exit code 7", source.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_reports_nothing_is_refused_with_the_command_that_says_why()
    {
        string program = _folder.Script("nvidia-smi", $"case \"$*\" in *-lms*) exit 9 ;; *) {Devices} ;; esac");
        Assert.Contains("-lms 100 says why", Assert.Throws<TelemetryException>(() => NvidiaSmiSource.Open(null, MonotonicClock.Instance, 100, program)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_fails_is_quoted_and_one_that_is_not_there_is_named()
    {
        string program = _folder.Script("nvidia-smi", "echo 'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.'; exit 9");
        Assert.Equal(
            $"{program} failed with exit code 9: NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.",
            Assert.Throws<TelemetryException>(() => NvidiaSmiSource.Open(null, MonotonicClock.Instance, 100, program)).Message);
        Assert.Equal(
            $"{_folder["none"]} cannot be started: it is not on the PATH, or may not be run",
            Assert.Throws<TelemetryException>(() => NvidiaSmiSource.Open(null, MonotonicClock.Instance, 100, _folder["none"])).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0, 1, 2")]
    [InlineData("x, 412.50, 97, 1980, 3201, 122880, 61")]
    [InlineData("0, [N/A], [N/A], [N/A], [N/A], [N/A], [N/A]")]
    [InlineData("0, [GPU is lost], nan, inf, [N/A], [N/A], ")]
    public void What_is_no_reading_is_passed_over(string line) => Assert.False(NvidiaSmiLine.TryReading(line, out _, out _));

    [Fact]
    public void A_figure_that_is_not_known_stands_beside_those_that_are()
    {
        Assert.True(NvidiaSmiLine.TryReading("1, [N/A], 3, 345, 3201, 2, 40", out int index, out GpuReading reading));
        Assert.Equal((1, double.NaN, 3, 345, 3201, 2.0 * (1 << 20), 40), (index, reading.PowerW, reading.UtilizationPercent, reading.SmClockMhz, reading.MemoryClockMhz, reading.MemoryUsedBytes, reading.TemperatureC));
    }
}
