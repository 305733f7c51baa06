using LoadGen.Serving;

namespace LoadGen.Simulation.Streams;

/// <summary>
/// An output that sends in pieces (<see cref="EventSplitter"/>), with a pause between them so that each becomes a segment, and is read, on
/// its own. To the stream it looks like a socket that is full after each write.
/// </summary>
/// <param name="inner">Where the pieces go.</param>
/// <param name="pause">Lets the time between two pieces pass.</param>
internal sealed class SplitOutput(IStreamOutput inner, Func<Task> pause) : IStreamOutput
{
    private byte[] _bytes = [];
    private List<int> _cuts = [];

    /// <inheritdoc/>
    public SendOutcome Send(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes.ToArray();
        _cuts = EventSplitter.Cut(_bytes);

        // A fault may have nothing to send, as before a cut without tokens.
        return _cuts.Count == 0 ? inner.Send(bytes) : SendOutcome.Full;
    }

    /// <inheritdoc/>
    public void OnWritable(Action callback) => _ = SendPiecesAsync(callback);

    private async Task SendPiecesAsync(Action callback)
    {
        int sent = 0;
        foreach (int cut in _cuts)
        {
            if (sent > 0)
            {
                await pause();
            }

            SendOutcome outcome = inner.Send(_bytes.AsSpan(sent, cut - sent));
            sent = cut;
            if (outcome == SendOutcome.Closed)
            {
                break;
            }

            if (outcome == SendOutcome.Full)
            {
                var writable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                inner.OnWritable(writable.SetResult);
                await writable.Task;
            }
        }

        // Where the connection is gone, the stream's next write finds out, or its handler has been told already.
        callback();
    }
}
