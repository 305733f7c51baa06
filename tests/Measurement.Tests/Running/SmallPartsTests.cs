using System.Text;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;

namespace LoadGen.Measurement.Tests.Running;

public class SmallPartsTests
{
    [Theory]
    [InlineData("text/html", 60, "text/html")]
    [InlineData("a\r\nb\u0007\u00e9", 60, "a..b...")]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcdef…")]
    [InlineData("", 6, "")]
    public void A_peers_bytes_are_cut_and_made_printable(string text, int max, string shown) =>
        Assert.Equal(shown, Printable.Cut(Encoding.UTF8.GetBytes(text), max));

    [Fact]
    public void Usage_is_the_difference_and_the_peak_is_the_processes()
    {
        var before = new ProcessUsage(1.5, 100, 1000, 3, 2);
        var after = new ProcessUsage(4, 300, 5000, 10, 7);

        Assert.Equal(new ProcessUsage(2.5, 300, 4000, 7, 5), after.Since(before));
    }

    [Fact]
    public void This_process_and_this_machine_can_be_read()
    {
        ProcessUsage usage = ProcessUsage.Take();
        EnvironmentInfo machine = EnvironmentInfo.Read();

        Assert.True(usage is { CpuS: > 0, PeakResidentBytes: > 1 << 20, AllocatedBytes: > 0 });
        Assert.True(machine is { CpuCores: > 0, MemoryBytes: > 0, NativeAot: false });
        Assert.All([machine.Hostname, machine.Os, machine.Kernel, machine.Architecture], Assert.NotEmpty);
    }
}
