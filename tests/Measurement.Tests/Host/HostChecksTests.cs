using System.Net;
using LoadGen.Measurement.Host;
using LoadGen.Measurement.Tests.Support;

namespace LoadGen.Measurement.Tests.Host;

public class HostChecksTests
{
    private static readonly IPAddress s_elsewhere = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_elsewhere6 = IPAddress.Parse("2001:db8::1");

    [Fact]
    public void A_host_with_room_to_spare_has_nothing_to_say() =>
        Assert.Empty(HostChecks.Run(ClosedLoop(1000), new FakeHost()));

    [Fact]
    public void The_soft_limit_on_open_files_is_raised_to_what_is_needed()
    {
        var host = new FakeHost { Limit = new OpenFileLimit(1024, 65536, 36) };
        HostFinding finding = Assert.Single(HostChecks.Run(ClosedLoop(2000), host));
        Assert.Equal(("open_files", HostSeverity.Info, null), (finding.Check, finding.Severity, finding.Fix));
        Assert.Contains("raised from 1,024 to 2,100", finding.Message, StringComparison.Ordinal);
        Assert.Equal(2000 + 36 + 64, host.Limit!.Value.Soft);
    }

    [Fact]
    public void Streams_past_the_hard_limit_are_refused_with_the_command()
    {
        var host = new FakeHost { Limit = new OpenFileLimit(1024, 4096, 36) };
        HostFinding finding = Assert.Single(HostChecks.Run(To(s_elsewhere, 20_000), host));
        Assert.Equal((HostSeverity.Error, "ulimit -n 20100"), (finding.Severity, finding.Fix));
        Assert.Contains("20,000 streams at once need 20,100 open files, and the limit is 1,024 (hard limit 4,096)", finding.Message, StringComparison.Ordinal);
        Assert.EndsWith("; fix: ulimit -n 20100", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_refuses_to_raise_the_limit_refuses_the_run()
    {
        var host = new FakeHost { Limit = new OpenFileLimit(1024, 65536, 36), RefusesToRaise = true };
        Assert.Equal(HostSeverity.Error, Assert.Single(HostChecks.Run(ClosedLoop(2000), host)).Severity);
    }

    [Fact]
    public void A_limit_under_a_schedule_is_only_a_warning()
    {
        var host = new FakeHost { Limit = new OpenFileLimit(1024, 1024, 36) };
        HostFinding finding = Assert.Single(HostChecks.Run(Scheduled(2000), host));
        Assert.Equal(HostSeverity.Warning, finding.Severity);
        Assert.Contains("up to 2,000 streams", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schedule_without_a_limit_gets_all_the_files_there_are()
    {
        var host = new FakeHost { Limit = new OpenFileLimit(1024, 65536, 36) };
        Assert.Equal(HostSeverity.Info, Assert.Single(HostChecks.Run(Scheduled(null), host)).Severity);
        Assert.Equal(65536, host.Limit!.Value.Soft);
        Assert.Empty(HostChecks.Run(Scheduled(null), host));
    }

    [Fact]
    public void A_closed_loop_never_has_more_streams_than_requests()
    {
        HostDemand demand = HostDemand.Of([IPAddress.Loopback], 8000, [], 50_000, 10, isScheduled: false);
        Assert.Equal((10, true, 10), (demand.Streams, demand.IsCertain, demand.StartAtOnce));
    }

    [Theory]
    [InlineData(28_232, "", true)]
    [InlineData(28_233, "", false)]
    [InlineData(28_232, "40000", false)]
    [InlineData(28_231, "40000", true)]
    [InlineData(28_131, "8080,40000-40100", true)]
    [InlineData(28_132, "8080,40000-40100", false)]
    [InlineData(28_232, "1024-2048,61000-65000", true)]
    public void Local_ports_are_the_range_less_the_reserved_ones(int streams, string reserved, bool fits)
    {
        FakeHost host = FakeHost.With(("ip_local_reserved_ports", reserved));
        Assert.Equal(fits, !HostChecks.Run(To(s_elsewhere, streams), host).Any());
    }

    [Fact]
    public void Too_few_local_ports_are_mended_by_the_widest_range_or_by_more_source_addresses()
    {
        HostFinding finding = Assert.Single(HostChecks.Run(To(s_elsewhere, 40_000), new FakeHost()));
        Assert.Equal(("local_ports", HostSeverity.Error), (finding.Check, finding.Severity));
        Assert.Contains("192.0.2.1:8000 need as many local ports, and net.ipv4.ip_local_port_range leaves 28,232", finding.Message, StringComparison.Ordinal);
        Assert.Equal("sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\", or --source-address with 2 addresses of this host", finding.Fix);
    }

    [Fact]
    public void More_streams_than_the_widest_range_has_ports_need_source_addresses() =>
        Assert.Equal(
            "--source-address with 2 addresses of this host",
            Assert.Single(HostChecks.Run(To(s_elsewhere, 100_000), FakeHost.With(("ip_local_port_range", "1024 65535")))).Fix);

    [Fact]
    public void Each_pair_of_source_and_target_address_has_all_ports()
    {
        IPAddress[] targets = [s_elsewhere, IPAddress.Parse("192.0.2.2"), s_elsewhere6];
        IPAddress[] sources = [IPAddress.Parse("198.51.100.1"), IPAddress.Parse("198.51.100.2")];
        HostDemand demand = HostDemand.Of(targets, 8000, sources, 4 * 28_232, null, isScheduled: false);
        var host = new FakeHost { Addresses = [.. sources] };
        Assert.Equal(4, demand.AddressPairs);
        Assert.Empty(HostChecks.Run(demand, host));
        Assert.Equal("local_ports", Assert.Single(HostChecks.Run(demand with { Streams = (4 * 28_232) + 1 }, host)).Check);
    }

    [Fact]
    public void More_streams_at_once_than_a_local_server_can_queue_are_a_warning()
    {
        HostFinding finding = Assert.Single(HostChecks.Run(ClosedLoop(4097), new FakeHost()));
        Assert.Equal(("accept_queue", HostSeverity.Warning), (finding.Check, finding.Severity));
        Assert.Contains("queue 4,096", finding.Message, StringComparison.Ordinal);
        Assert.StartsWith("sysctl -w net.core.somaxconn=65535", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void The_queue_of_a_server_elsewhere_is_not_ours_to_know() =>
        Assert.Empty(HostChecks.Run(To(s_elsewhere, 5000), new FakeHost()));

    [Fact]
    public void A_schedule_does_not_start_its_streams_at_once() =>
        Assert.Empty(HostChecks.Run(Scheduled(5000), new FakeHost()));

    [Theory]
    [InlineData(1537, "0", true)]
    [InlineData(1536, "0", false)]
    [InlineData(1537, "1", false)]
    public void Half_open_connections_are_bounded_to_three_quarters_while_cookies_are_off(int streams, string cookies, bool warns) =>
        Assert.Equal(warns, HostChecks.Run(ClosedLoop(streams), FakeHost.With(("tcp_syncookies", cookies))).Any(f => f.Check == "syn_queue"));

    [Theory]
    [InlineData("198.51.100.7", "192.0.2.1", "is not an address of this host")]
    [InlineData("::1", "192.0.2.1", "is an IPv6 address, and 192.0.2.1:8000 has none of that family")]
    [InlineData("127.0.0.1", "2001:db8::1", "is an IPv4 address, and [2001:db8::1]:8000 has none of that family")]
    [InlineData("127.0.0.1", "192.0.2.1", "is a loopback address, and 192.0.2.1:8000 is not on this host")]
    public void A_source_address_that_cannot_be_used_is_refused(string source, string target, string message)
    {
        HostDemand demand = HostDemand.Of([IPAddress.Parse(target)], 8000, [IPAddress.Parse(source)], 1, null, isScheduled: false);
        foreach (bool linux in new[] { true, false })
        {
            HostFinding finding = Assert.Single(HostChecks.Run(demand, new FakeHost { HasLinuxLimits = linux }));
            Assert.Equal(("source_address", HostSeverity.Error), (finding.Check, finding.Severity));
            Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_the_host_does_not_tell_is_not_checked()
    {
        var host = new FakeHost { Limit = null };
        host.Files.Clear();
        Assert.Empty(HostChecks.Run(ClosedLoop(1_000_000), host));
        Assert.Empty(HostChecks.Run(ClosedLoop(1_000_000), new FakeHost { HasLinuxLimits = false }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("many few")]
    [InlineData("60999 32768")]
    [InlineData("32768")]
    public void A_port_range_that_is_none_is_not_checked(string range) =>
        Assert.Empty(HostChecks.Run(To(s_elsewhere, 60_000), FakeHost.With(("ip_local_port_range", range))));

    private static HostDemand ClosedLoop(int streams) => To(IPAddress.Loopback, streams);

    private static HostDemand To(IPAddress target, int streams) => HostDemand.Of([target], 8000, [], streams, null, isScheduled: false);

    private static HostDemand Scheduled(int? limit) => HostDemand.Of([IPAddress.Loopback], 8000, [], limit, 100_000, isScheduled: true);
}
