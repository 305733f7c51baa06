using LoadGen.Measurement.Host;
using LoadGen.Measurement.Tests.Support;

namespace LoadGen.Measurement.Tests.Host;

public class CpuListTests
{
    [Theory]
    [InlineData("0", "0", 1)]
    [InlineData("0-7", "0-7", 8)]
    [InlineData("0,2,4", "0,2,4", 3)]
    [InlineData("4, 0-1", "0-1,4", 3)]
    [InlineData("0-3,2-5", "0-5", 6)]
    public void A_list_is_read_and_written(string text, string written, int count)
    {
        IReadOnlyList<int> cpus = CpuList.TryParse(text)!;
        Assert.Equal(count, cpus.Count);
        Assert.Equal(written, CpuList.Format(cpus));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("3-1")]
    [InlineData("-1")]
    [InlineData("0,,1")]
    [InlineData("0-1-2")]
    [InlineData("0-99999999")]
    public void What_is_no_list_is_not_read(string text) => Assert.Null(CpuList.TryParse(text));

    [Fact]
    public void The_processors_of_this_process_are_those_the_kernel_lists()
    {
        var host = new FakeHost();
        host.Files["/proc/self/status"] = "Name:\tx\nCpus_allowed:\tb\nCpus_allowed_list:\t0-1,3\nMems_allowed_list:\t0";
        Assert.Equal([0, 1, 3], Affinity.Allowed(host));
        Assert.Equal(Environment.ProcessorCount, Affinity.Allowed(new FakeHost()).Count);
    }

    [Fact]
    public void A_thread_can_be_bound_to_the_processors_it_has_and_to_no_others()
    {
        Assert.Equal(OperatingSystem.IsLinux(), Affinity.TryBindThread(Affinity.Allowed(SystemHost.Instance)));
        Assert.False(Affinity.TryBindThread([]));
        Assert.False(Affinity.TryBindThread([8191]));
    }
}
