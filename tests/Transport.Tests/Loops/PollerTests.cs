using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>Which socket hears what.</summary>
public class PollerTests : LoopTests
{
    private const int Wakes = 100;

    [Fact]
    public async Task An_event_of_a_closed_socket_never_reaches_the_next_one_in_its_slot()
    {
        await Loop.SwitchTo();
        using SocketPair one = await SocketPair.OpenAsync(Loop);
        using SocketPair two = await SocketPair.OpenAsync(Loop);
        using SocketPair next = await SocketPair.OpenAsync(Loop);
        var heard = new RecordingReceiver(Loop);
        Loop.Poller.Remove(next.Mine);
        int slot = -1;
        one.Mine.Start(new RecordingReceiver(Loop) { OnDelivery = () => Replace(two) });
        two.Mine.Start(new RecordingReceiver(Loop) { OnDelivery = () => Replace(one) });
        await Loop.Yield();

        // Both are fetched at once. Whichever is served first closes the other, whose event is still to come.
        one.Arrive(1);
        two.Arrive(2);
        next.Arrive(3);
        Loop.Poller.Poll(0);
        Assert.Equal(slot, next.Mine.Slot);
        Assert.Empty(heard.Bytes);
        Loop.Poller.Poll(0);
        Assert.Equal([3], heard.Bytes);

        void Replace(SocketPair other)
        {
            slot = other.Mine.Slot;
            other.Mine.Close();
            next.Mine.Start(heard);
        }
    }

    [Fact]
    public async Task Slots_are_used_again_and_serials_never()
    {
        await Loop.SwitchTo();
        var slots = new HashSet<int>();
        var serials = new HashSet<uint>();
        for (int i = 0; i < 50; i++)
        {
            using SocketPair pair = await SocketPair.OpenAsync(Loop);
            slots.Add(pair.Mine.Slot);
            serials.Add(pair.Mine.Serial);
        }

        Assert.Single(slots);
        Assert.Equal(50, serials.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_end_or_a_reset_is_reported_once_and_then_watched_no_longer(bool isReset)
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        var receiver = new RecordingReceiver(Loop);
        pair.Mine.Start(receiver);
        pair.Arrive(1, 2, 3);
        await receiver.ReceivedAsync(3);
        if (isReset)
        {
            pair.Reset();
        }
        else
        {
            pair.Peer.Close();
        }

        await receiver.OverAsync();
        for (int i = 0; i < Wakes; i++)
        {
            Loop.Poller.Poll(0);
        }

        // A socket without a slot cannot be reported, so nothing turns the loop.
        Assert.Equal(-1, pair.Mine.Slot);
        Assert.Equal(isReset ? 0 : 1, receiver.Ends);
        Assert.Equal(isReset ? [104] : [], receiver.Errors);
        Assert.Equal([1, 2, 3], receiver.Bytes);
        Assert.False(pair.Mine.IsReceiving);
        Assert.True(pair.Mine.HasUnreadBytes());
    }

    [Fact]
    public async Task A_closed_socket_hears_nothing_more()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        var receiver = new RecordingReceiver(Loop);
        pair.Mine.Start(receiver);
        pair.Arrive(1);
        pair.Mine.Close();
        pair.Mine.Close();
        for (int i = 0; i < Wakes; i++)
        {
            Loop.Poller.Poll(0);
        }

        Assert.Empty(receiver.Bytes);
        Assert.Equal(0, receiver.Ends + receiver.Errors.Count);
        Assert.Throws<ObjectDisposedException>(() => { _ = pair.Mine.SendAsync("x"u8.ToArray()).AsTask(); });
    }

    [Fact]
    public async Task Bytes_that_came_before_the_start_are_delivered_after_it()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        pair.Arrive(7, 8);
        pair.Peer.Close();
        var receiver = new RecordingReceiver(Loop);
        pair.Mine.Start(receiver);
        await receiver.OverAsync();
        Assert.Equal([7, 8], receiver.Bytes);
        Assert.Equal(1, receiver.Ends);
    }

    [Fact]
    public async Task More_sockets_than_one_look_fetches_are_all_served()
    {
        // The poller fetches 256 events at a time.
        const int Sockets = 300;
        await Loop.SwitchTo();
        var pairs = new List<SocketPair>();
        var receivers = new List<RecordingReceiver>();
        for (int i = 0; i < Sockets; i++)
        {
            pairs.Add(await SocketPair.OpenAsync(Loop));
            receivers.Add(new RecordingReceiver(Loop));
            pairs[i].Mine.Start(receivers[i]);
        }

        await Loop.Yield();
        pairs.ForEach(pair => pair.Arrive(1));
        Loop.Poller.Poll(0);
        Assert.InRange(receivers.Sum(r => r.Length), 1, Sockets - 1);
        Loop.Poller.Poll(0);
        Assert.All(receivers, r => Assert.Equal([1], r.Bytes));
        pairs.ForEach(pair => pair.Dispose());
    }
}
