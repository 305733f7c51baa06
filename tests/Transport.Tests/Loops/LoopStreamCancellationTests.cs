using LoadGen.Transport.Loops;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>A handshake's reads can be cancelled, and nothing but the read that the token came with.</summary>
public class LoopStreamCancellationTests : LoopTests
{
    private readonly byte[] _buffer = new byte[100];
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public async Task A_read_whose_token_is_cancelled_already_fails()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        await _stop.CancelAsync();
        await AssertCancelledAsync(stream.ReadAsync(_buffer, _stop.Token).AsTask());
        await AssertReadsAsync(stream, pair);
    }

    [Fact]
    public async Task A_read_that_waits_is_cancelled_from_another_thread_and_ends_on_the_loop()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        Task<bool> endsOnLoop = stream.ReadAsync(_buffer, _stop.Token).AsTask()
            .ContinueWith(_ => Loop.IsCurrent, default, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await Task.Run(_stop.Cancel);
        Assert.True(await endsOnLoop);
        await AssertReadsAsync(stream, pair);
    }

    [Fact]
    public async Task A_read_that_waits_is_cancelled_with_its_token()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        Task<int> waiting = stream.ReadAsync(_buffer, _stop.Token).AsTask();
        await _stop.CancelAsync();
        await AssertCancelledAsync(waiting);
        await AssertReadsAsync(stream, pair);
    }

    [Fact]
    public async Task A_cancellation_after_the_read_cancels_nothing()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        Task<int> first = stream.ReadAsync(_buffer, _stop.Token).AsTask();
        ((ISocketReceiver)stream).OnData("a"u8.ToArray(), 0);
        Assert.Equal(1, await first);
        Task<int> second = stream.ReadAsync(_buffer).AsTask();
        await _stop.CancelAsync();
        await Loop.Yield();
        Assert.False(second.IsCompleted);
        ((ISocketReceiver)stream).OnData("bc"u8.ToArray(), 0);
        Assert.Equal(2, await second);
    }

    // The token is cancelled while the read waits, but its bytes come before the loop gets to hear of it.
    [Fact]
    public async Task A_cancellation_that_comes_too_late_for_its_read_does_not_fail_the_next()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop);
        await using var stream = new LoopStream(Loop, pair.Mine);
        Task<int> first = stream.ReadAsync(_buffer, _stop.Token).AsTask();
        Cancel();
        ((ISocketReceiver)stream).OnData("a"u8.ToArray(), 0);
        Assert.True(first.IsCompletedSuccessfully);
        Task<int> second = stream.ReadAsync(_buffer).AsTask();
        await Loop.Yield();
        Assert.False(second.IsCompleted);
        ((ISocketReceiver)stream).OnData("bc"u8.ToArray(), 0);
        Assert.Equal(2, await second);

        // Right here, so that nothing of the loop runs in between.
        void Cancel() => _stop.Cancel();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _stop.Dispose();
    }

    private async Task AssertCancelledAsync(Task read)
    {
        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal(_stop.Token, cancelled.CancellationToken);
    }

    private async Task AssertReadsAsync(LoopStream stream, SocketPair pair)
    {
        Task<int> read = stream.ReadAsync(_buffer).AsTask();
        pair.Peer.Send("xyz"u8);
        Assert.Equal(3, await read);
    }
}
