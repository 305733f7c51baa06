using LoadGen.Measurement.Calibration;
using LoadGen.Measurement.Host;
using LoadGen.Measurement.Tests.Support;

namespace LoadGen.Measurement.Tests.Calibration;

public class CoreSplitTests
{
    [Theory]
    [InlineData("0-1", "0", "1")]
    [InlineData("0-2", "0-1", "2")]
    [InlineData("0-7", "0-3", "4-7")]
    [InlineData("2,5,9,11", "2,5", "9,11")]
    public void Cores_are_halved_in_order(string allowed, string server, string client) =>
        AssertSplit(server, client, CoreSplit.Halve(List(allowed), _ => null));

    [Fact]
    public void Hyperthreads_of_a_core_stay_together() =>
        AssertSplit("0-1,4-5", "2-3,6-7", CoreSplit.Halve(List("0-7"), cpu => [cpu % 4, (cpu % 4) + 4]));

    [Fact]
    public void Two_hyperthreads_of_one_core_are_parted() =>
        AssertSplit("0", "1", CoreSplit.Halve(List("0-1"), _ => [0, 1]));

    [Fact]
    public void A_single_core_is_shared()
    {
        CoreSplit split = CoreSplit.Halve([3], _ => null);
        AssertSplit("3", "3", split);
        Assert.True(split.IsShared);
    }

    [Theory]
    [InlineData("0-2", null, "0-2", "3")]
    [InlineData(null, "0", "1-3", "0")]
    [InlineData("1", "3", "1", "3")]
    [InlineData(null, null, "0-1", "2-3")]
    public void What_is_named_is_kept_and_the_rest_is_the_others(string? server, string? client, string serverCores, string clientCores) =>
        AssertSplit(serverCores, clientCores, Choose(server, client));

    [Theory]
    [InlineData("0-3", null, "--server-cores takes all of 0-3")]
    [InlineData(null, "0-3", "--client-cores takes all of 0-3")]
    [InlineData("0-1", "1-2", "both name 1")]
    [InlineData("3-5", null, "--server-cores: this process may not use 4-5; name some of 0-3")]
    [InlineData(null, "9", "--client-cores: this process may not use 9")]
    public void A_split_that_cannot_be_is_refused(string? server, string? client, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Choose(server, client)).Message, StringComparison.Ordinal);

    [Fact]
    public void Siblings_are_read_from_the_kernels_topology()
    {
        var host = new FakeHost();
        host.Files["/sys/devices/system/cpu/cpu1/topology/thread_siblings_list"] = "1,5";
        Assert.Equal([1, 5], CoreSplit.SiblingsOf(1, host));
        Assert.Null(CoreSplit.SiblingsOf(2, host));
    }

    private static CoreSplit Choose(string? server, string? client) =>
        CoreSplit.Choose(server is null ? null : List(server), client is null ? null : List(client), List("0-3"), _ => null);

    private static void AssertSplit(string server, string client, CoreSplit split) =>
        Assert.Equal((server, client), (CpuList.Format(split.Server), CpuList.Format(split.Client)));

    private static IReadOnlyList<int> List(string text) => CpuList.TryParse(text)!;
}
