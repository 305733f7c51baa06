using LoadGen.Measurement.Calibration;
using LoadGen.Measurement.Host;
using LoadGen.Measurement.Tests.Support;

namespace LoadGen.Measurement.Tests.Calibration;

public class StreamRoomTests
{
    [Theory]
    [InlineData(20_000, 20_000 - 512)]
    [InlineData(long.MaxValue, 64_000)]
    [InlineData(100, 1)]
    public void Open_files_bound_the_streams(long hard, int most) =>
        Assert.Equal(most, StreamRoom.Most(new FakeHost { Limit = new OpenFileLimit(100, hard, 40) }));

    [Fact]
    public void Where_the_limit_is_not_known_there_is_room_for_all() =>
        Assert.Equal(64_000, StreamRoom.Most(new FakeHost { Limit = null }));

    [Fact]
    public void Loopback_addresses_are_added_until_the_ports_suffice()
    {
        Assert.Empty(StreamRoom.Sources(28_232, new FakeHost()));
        Assert.Equal(["127.0.0.1", "127.0.0.2", "127.0.0.3"], StreamRoom.Sources(64_000, new FakeHost()).Select(a => a.ToString()));
        Assert.Equal(254, StreamRoom.Sources(64_000, FakeHost.With(("ip_local_port_range", "40000 40009"))).Count);
    }
}
