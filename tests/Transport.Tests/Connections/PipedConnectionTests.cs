using System.Buffers;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Connections;

/// <summary>What the seam promises of any connection.</summary>
public class PipedConnectionTests
{
    [Fact]
    public async Task What_is_not_consumed_comes_again_with_the_next_bytes()
    {
        using ScriptedConnection wire = new ScriptedConnection().Push("abc").Push("def");
        StampedRead read = await wire.ReadAsync();
        Assert.Equal("abc", Wire.Text(read.Buffer.ToArray()));
        wire.AdvanceTo(read.Buffer.GetPosition(1));
        read = await wire.ReadAsync();
        Assert.Equal("bcdef", Wire.Text(read.Buffer.ToArray()));
        wire.AdvanceTo(read.Buffer.End);
        Assert.False(wire.IsStale);
    }

    [Fact]
    public async Task The_end_comes_with_what_is_left_and_again_whenever_asked()
    {
        using ScriptedConnection wire = new ScriptedConnection().Push("abc").End();
        StampedRead read = await wire.ReadAsync();
        Assert.False(read.IsEnd);
        wire.AdvanceTo(read.Buffer.Start);
        for (int i = 0; i < 3; i++)
        {
            read = await wire.ReadAsync();
            Assert.True(read.IsEnd);
            Assert.Equal(3 - i, read.Buffer.Length);
            wire.AdvanceTo(read.Buffer.GetPosition(1));
        }

        Assert.True(wire.IsStale);
    }

    [Fact]
    public async Task Bytes_left_behind_make_it_stale()
    {
        using ScriptedConnection wire = new ScriptedConnection().Push("abc");
        StampedRead read = await wire.ReadAsync();
        wire.AdvanceTo(read.Buffer.GetPosition(2));
        Assert.True(wire.IsStale);
    }

    [Fact]
    public async Task A_stamp_is_the_time_of_the_receive()
    {
        var clock = new ManualClock(7);
        using var wire = new ScriptedConnection(clock);
        Task<StampedRead> pending = wire.ReadAsync().AsTask();
        clock.Advance(TimeSpan.FromMicroseconds(1));
        wire.Push("x");
        clock.Advance(TimeSpan.FromMicroseconds(1));
        StampedRead read = await pending;
        Assert.Equal(1_007, read.StampNs);
        wire.AdvanceTo(read.Buffer.End);
        Assert.Equal(2_007, await wire.SendAsync("y"u8.ToArray()));
    }

    [Fact]
    public async Task Disposed_between_a_read_and_its_advance_the_bytes_stay_whole_until_the_advance()
    {
        var wire = new ScriptedConnection();
        wire.Push("abc");
        StampedRead read = await wire.ReadAsync();
        wire.Dispose();
        Assert.Equal("abc", Wire.Text(read.Buffer.ToArray()));
        wire.AdvanceTo(read.Buffer.End);
        Assert.True(wire.IsStale);
        TransportException failure = await Assert.ThrowsAsync<TransportException>(async () => await wire.ReadAsync());
        Assert.Equal(TransportError.Aborted, failure.Error);
    }
}
