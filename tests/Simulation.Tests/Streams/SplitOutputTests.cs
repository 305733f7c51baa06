using System.Text;
using LoadGen.Serving;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Tests.Streams;

public class SplitOutputTests : IStreamOutput
{
    private readonly List<string> _writes = [];
    private readonly List<TaskCompletionSource> _pauses = [];
    private readonly List<Action> _waiting = [];
    private SendOutcome _next;
    private bool _isThrough;

    [Fact]
    public void Each_piece_is_a_write_and_the_stream_waits_until_the_last()
    {
        SplitOutput output = Begin();
        Assert.Equal("xxx", Assert.Single(_writes));
        for (int pauses = 1; !_isThrough; pauses++)
        {
            Assert.Equal(pauses, _pauses.Count);
            _pauses[^1].SetResult();
        }

        Assert.Equal(["xxx", "xxxxx\n", "\n"], _writes);
        Assert.Equal(SendOutcome.Sent, output.Send([]));
    }

    [Fact]
    public async Task A_full_socket_is_waited_for_before_the_next_piece()
    {
        _next = SendOutcome.Full;
        Begin();
        Assert.Empty(_pauses);
        _next = SendOutcome.Sent;
        Assert.Single(_waiting)();
        while (_pauses.Count == 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Single(_writes);
        Assert.False(_isThrough);
    }

    [Fact]
    public void A_closed_connection_ends_the_waiting()
    {
        _next = SendOutcome.Closed;
        Begin();
        Assert.True(_isThrough);
        Assert.Single(_writes);
    }

    SendOutcome IStreamOutput.Send(ReadOnlySpan<byte> bytes)
    {
        _writes.Add(Encoding.UTF8.GetString(bytes));
        return _next;
    }

    void IStreamOutput.OnWritable(Action callback) => _waiting.Add(callback);

    private SplitOutput Begin()
    {
        var output = new SplitOutput(this, () =>
        {
            _pauses.Add(new TaskCompletionSource());
            return _pauses[^1].Task;
        });
        Assert.Equal(SendOutcome.Full, output.Send("xxxxxxxx\n\n"u8));
        output.OnWritable(() => _isThrough = true);
        return output;
    }
}
