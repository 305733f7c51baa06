using System.Net.Sockets;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>More bytes than the kernel's buffers hold.</summary>
public class BulkTransferTests : LoopTests
{
    // Socket buffers grow to some 6 MB on loopback.
    private const int Many = 16_000_000;

    private static readonly byte[] Pattern = MakePattern();

    [Fact]
    public async Task Megabytes_arrive_whole_and_in_order()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        var receiver = new RecordingReceiver(Loop);
        pair.Mine.Start(receiver);
        Task sending = Task.Run(() =>
        {
            SendAll(pair.Peer, Pattern);
            pair.Peer.Shutdown(SocketShutdown.Send);
        });
        await receiver.OverAsync();
        await sending;
        Assert.True(Pattern.AsSpan().SequenceEqual(receiver.Bytes));
        Assert.Equal(1, receiver.Ends);
    }

    [Fact]
    public async Task A_send_larger_than_the_buffers_completes_while_reads_go_on()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        var receiver = new RecordingReceiver(Loop);
        pair.Mine.Start(receiver);

        // The echo blocks on its own send unless the loop reads while it writes.
        Task echo = Task.Run(() => Echo(pair.Peer, Pattern.Length));
        Task send = pair.Mine.SendAsync(Pattern).AsTask();
        Assert.False(send.IsCompleted);
        await receiver.ReceivedAsync(Pattern.Length);
        await send;
        await echo;
        Assert.True(Pattern.AsSpan().SequenceEqual(receiver.Bytes));
    }

    [Fact]
    public async Task A_send_goes_on_after_the_peer_has_ended_its_own_side()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        var receiver = new RecordingReceiver(Loop);
        pair.Mine.Start(receiver);
        Task send = pair.Mine.SendAsync(Pattern).AsTask();
        pair.Peer.Shutdown(SocketShutdown.Send);
        await receiver.OverAsync();
        Assert.False(send.IsCompleted);
        byte[] received = await Task.Run(() => ReceiveAll(pair.Peer, Pattern.Length));
        await send;
        Assert.True(Pattern.AsSpan().SequenceEqual(received));
        Assert.Equal(-1, pair.Mine.Slot);
    }

    [Fact]
    public async Task A_close_fails_a_pending_send_after_it_has_returned()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        pair.Mine.Start(new RecordingReceiver(Loop));
        Task send = pair.Mine.SendAsync(Pattern).AsTask();
        pair.Mine.Close();
        Assert.False(send.IsCompleted);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => send);
    }

    [Fact]
    public async Task A_reset_fails_a_pending_send_in_the_systems_words()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        var receiver = new RecordingReceiver(Loop);
        pair.Mine.Start(receiver);
        Task send = pair.Mine.SendAsync(Pattern).AsTask();
        pair.Reset();
        SocketException failure = await Assert.ThrowsAsync<SocketException>(() => send);

        // Whoever sees the reset first is told of it; the other finds the connection gone.
        Assert.Contains(failure.SocketErrorCode, (SocketError[])[SocketError.ConnectionReset, SocketError.Shutdown]);
        await receiver.OverAsync();
        Assert.Equal(1, receiver.Ends + receiver.Errors.Count);
    }

    private static void Echo(Socket peer, int bytes)
    {
        byte[] buffer = new byte[65_536];
        while (bytes > 0)
        {
            int count = peer.Receive(buffer);
            SendAll(peer, buffer.AsSpan(0, count));
            bytes -= count;
        }
    }

    private static void SendAll(Socket peer, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[peer.Send(bytes)..];
        }
    }

    private static byte[] ReceiveAll(Socket peer, int bytes)
    {
        byte[] all = new byte[bytes];
        for (int at = 0; at < bytes;)
        {
            at += peer.Receive(all.AsSpan(at));
        }

        return all;
    }

    private static byte[] MakePattern()
    {
        byte[] bytes = new byte[Many];
        new Random(3).NextBytes(bytes);
        return bytes;
    }
}
