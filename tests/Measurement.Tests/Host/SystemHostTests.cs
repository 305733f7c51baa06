using System.Net;
using LoadGen.Measurement.Host;

namespace LoadGen.Measurement.Tests.Host;

public class SystemHostTests
{
    private static SystemHost Host => SystemHost.Instance;

    [Fact]
    public void Loopback_is_ours_and_a_documentation_address_is_not()
    {
        Assert.True(Host.IsOwn(IPAddress.Loopback));
        Assert.True(Host.CanConnectFrom(IPAddress.Parse("127.0.0.2")));
        Assert.False(Host.IsOwn(IPAddress.Parse("192.0.2.1")));
        Assert.False(Host.CanConnectFrom(IPAddress.Parse("192.0.2.1")));
    }

    [Fact]
    public void The_limit_on_open_files_is_read_and_can_be_set_to_what_it_is()
    {
        Assert.Equal(OperatingSystem.IsLinux(), Host.OpenFiles() is not null);
        if (Host.OpenFiles() is { } limit)
        {
            Assert.InRange(limit.Open, 3, limit.Soft);
            Assert.InRange(limit.Soft, 1, limit.Hard);
            Assert.True(Host.TryRaiseOpenFiles(limit.Soft));
            Assert.Equal(limit.Soft, Host.OpenFiles()!.Value.Soft);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_reads_as_nothing() => Assert.Null(Host.Read("/proc/sys/net/ipv4/no_such_limit"));
}
