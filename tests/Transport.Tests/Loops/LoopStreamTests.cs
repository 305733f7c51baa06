using System.Net.Sockets;
using LoadGen.Transport.Loops;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>A loop's socket as the stream that TLS reads and writes.</summary>
public class LoopStreamTests : LoopTests
{
    private readonly byte[] _buffer = new byte[100];

    [Fact]
    public async Task Bytes_are_read_in_order_whatever_the_size_of_the_reads()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        Task<int> waiting = stream.ReadAsync(_buffer.AsMemory(0, 4)).AsTask();
        Assert.False(waiting.IsCompleted);
        pair.Arrive("abcdefg"u8.ToArray());
        Assert.Equal(4, await waiting);
        Assert.Equal("abcd", Wire.Text(_buffer.AsSpan(0, 4)));

        // What is left over is there without a wait, and stays in front of what comes next.
        Assert.True(stream.HasUnreadBytes);
        Assert.Equal(2, await Now(stream.ReadAsync(_buffer.AsMemory(0, 2))));
        Assert.Equal("ef", Wire.Text(_buffer.AsSpan(0, 2)));
        ((ISocketReceiver)stream).OnData("hi"u8.ToArray(), 0);
        Assert.Equal(1, await Now(stream.ReadAsync(_buffer)));
        Assert.Equal("g", Wire.Text(_buffer.AsSpan(0, 1)));
        Assert.Equal(2, await Now(stream.ReadAsync(_buffer)));
        Assert.Equal("hi", Wire.Text(_buffer.AsSpan(0, 2)));
        Assert.False(stream.HasUnreadBytes);
    }

    [Fact]
    public async Task A_read_into_nothing_waits_for_bytes_and_takes_none()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        Task<int> waiting = stream.ReadAsync(Memory<byte>.Empty).AsTask();
        Assert.False(waiting.IsCompleted);
        pair.Arrive("abc"u8.ToArray());
        Assert.Equal(0, await waiting);
        Assert.Equal(0, await Now(stream.ReadAsync(Memory<byte>.Empty)));
        Assert.Equal(3, await Now(stream.ReadAsync(_buffer)));
        Assert.Equal("abc", Wire.Text(_buffer.AsSpan(0, 3)));
    }

    [Fact]
    public async Task The_end_comes_after_the_last_byte_and_stays()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        Task<int> waiting = stream.ReadAsync(_buffer).AsTask();
        pair.Arrive(1);
        pair.Peer.Close();
        Assert.Equal(1, await waiting);
        Assert.Equal(0, await stream.ReadAsync(_buffer));
        Assert.Equal(0, await Now(stream.ReadAsync(_buffer)));
        Assert.True(stream.HasUnreadBytes);
    }

    [Fact]
    public async Task A_failure_comes_after_the_bytes_before_it_and_stays()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        var receiver = (ISocketReceiver)stream;
        receiver.OnData(new byte[] { 1, 2 }, 0);
        receiver.OnFailure(104);
        Assert.Equal(2, await Now(stream.ReadAsync(_buffer)));
        for (int i = 0; i < 2; i++)
        {
            SocketException failure = await Assert.ThrowsAsync<SocketException>(() => ReadAsync(stream));
            Assert.Equal(SocketError.ConnectionReset, failure.SocketErrorCode);
        }
    }

    [Fact]
    public async Task A_failure_ends_a_read_that_waits()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        Task<int> waiting = stream.ReadAsync(_buffer).AsTask();
        pair.Reset();
        SocketException failure = await Assert.ThrowsAsync<SocketException>(() => waiting);
        Assert.Equal(SocketError.ConnectionReset, failure.SocketErrorCode);
    }

    [Fact]
    public async Task Closed_it_fails_the_read_that_waits_and_every_later_one()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        Task<int> waiting = stream.ReadAsync(_buffer).AsTask();
        stream.CloseSocket();
        stream.CloseSocket();
        Assert.False(waiting.IsCompleted);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadAsync(stream));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.WriteAsync(_buffer));
    }

    [Fact]
    public async Task What_is_written_arrives()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        await stream.WriteAsync("abc"u8.ToArray());
        await stream.FlushAsync();
        Assert.Equal(3, pair.Peer.Receive(_buffer));
        Assert.Equal("abc", Wire.Text(_buffer.AsSpan(0, 3)));
    }

    [Fact]
    public async Task Each_read_tells_when_its_segment_arrived()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        var receiver = (ISocketReceiver)stream;
        receiver.OnData("ab"u8.ToArray(), 10);
        receiver.OnData("c"u8.ToArray(), 20);
        receiver.OnEnd(30);
        var stamps = new List<long>();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(1, await Now(stream.ReadAsync(_buffer.AsMemory(0, 1))));
            stamps.Add(stream.LastStampNs);
        }

        Assert.Equal([10, 10, 20], stamps);
    }

    [Fact]
    public async Task It_neither_seeks_nor_blocks()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        Assert.True(stream.CanRead && stream.CanWrite && !stream.CanSeek);
        Assert.Throws<NotSupportedException>(() => stream.Read(_buffer, 0, 1));
        Assert.Throws<NotSupportedException>(() => stream.Write(_buffer, 0, 1));
        Assert.Throws<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => stream.SetLength(0));
        Assert.Throws<NotSupportedException>(() => stream.Length);
        Assert.Throws<NotSupportedException>(() => stream.Position);
        Assert.Throws<NotSupportedException>(() => stream.Position = 0);
    }

    // What it throws at once is the task's failure too.
    private async Task<int> ReadAsync(LoopStream stream) => await stream.ReadAsync(_buffer);

    private static ValueTask<int> Now(ValueTask<int> read)
    {
        Assert.True(read.IsCompleted);
        return read;
    }
}
