using System.Threading.Channels;
using LoadGen.Measurement.Clients.Clocks;
using LoadGen.Measurement.Clients.Wire;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Clients;

/// <summary>The coordinator's side of one client's connection: reads what comes, keeps its clock's offset, and passes the rest on.</summary>
internal sealed class RemoteClient : IDisposable
{
    // A client answers each second, however busy: one that does not is gone, or its machine stands still.
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(15);

    // So many questions in a row before the run: the shortest way there and back is among them.
    private const int FirstProbes = 32;

    private readonly FrameStream _frames;
    private readonly IMonotonicClock _clock;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long[] _askedNs = new long[FirstProbes];
    private readonly WireWriter _probe = new();
    private long _asked;
    private long _answered;

    public RemoteClient(FrameStream frames, ClientIdentity identity, IMonotonicClock clock, TimeProvider time)
    {
        (_frames, Identity, _clock, _time) = (frames, identity, clock, time);
    }

    public ClientIdentity Identity { get; }

    /// <summary>Which client it is.</summary>
    public int Index { get; set; } = -1;

    public string Name => ClientOutcome.NameOf(Index, Identity.Host);

    public ClockOffset Offset { get; } = new();

    /// <summary>Done when the offset is known well.</summary>
    public Task ClockKnown => _known.Task;

    /// <summary>Added to its instants gives the coordinator's.</summary>
    public long ShiftNs => -Offset.Best.OffsetNs;

    /// <summary>Nothing more comes from it.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Reads until the connection ends; everything but answers goes to <paramref name="inbox"/>, its end last.</summary>
    public async Task ReadAsync(ChannelWriter<ClientMessage> inbox)
    {
        string gone;
        try
        {
            while (true)
            {
                using var limit = new CancellationTokenSource(s_silence, _time);
                Frame? frame = await _frames.ReadAsync(limit.Token);
                if (frame is null)
                {
                    gone = "its connection ended";
                    break;
                }

                if (frame.Kind == FrameKind.Answer)
                {
                    Take(frame.Content, _clock.NowNs);
                }
                else
                {
                    await inbox.WriteAsync(new ClientMessage(this, frame, null), CancellationToken.None);
                }
            }
        }
        catch (OperationCanceledException)
        {
            gone = $"it said nothing for {s_silence.TotalSeconds:0} s";
        }
        catch (WireException e)
        {
            gone = e.Message;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            gone = "its connection broke: " + FrameStream.Reason(e);
        }

        IsGone = true;
        _known.TrySetResult();
        await inbox.WriteAsync(new ClientMessage(this, null, gone), CancellationToken.None);
    }

    /// <summary>Asks for the time. One question after another at the beginning; later whenever this is called.</summary>
    public void Ask()
    {
        long number = Interlocked.Increment(ref _asked) - 1;
        lock (_probe)
        {
            _probe.Clear();
            _probe.Unsigned((ulong)number);
            Volatile.Write(ref _askedNs[number % FirstProbes], _clock.NowNs);
            Send(FrameKind.Probe, _probe.Written);
        }
    }

    /// <summary>Says something. A client that is gone is not told; its reader says that it is.</summary>
    public void Send(FrameKind kind, ReadOnlySpan<byte> content)
    {
        try
        {
            _frames.Write(kind, content);
        }
        catch (IOException)
        {
            // The reader of the same connection ends too, and tells why.
        }
    }

    /// <summary>Ends what it does, and its connection.</summary>
    /// <param name="why">What it says of that.</param>
    public void Dismiss(string why)
    {
        var reason = new WireWriter();
        reason.Text(why);
        Send(FrameKind.Bye, reason.Written);
        Dispose();
    }

    public void Dispose() => _frames.Dispose();

    private void Take(byte[] content, long receivedNs)
    {
        var answer = new WireReader(content);
        ulong number = answer.Unsigned();
        long heardNs = answer.Signed();
        long answeredNs = answer.Signed();
        answer.End();

        // Only the last ones asked have their instant kept still.
        if (number >= (ulong)Interlocked.Read(ref _asked) || number + FirstProbes < (ulong)Interlocked.Read(ref _asked))
        {
            throw new WireException($"a client answered question {number}, which was not asked");
        }

        Offset.Add(new ClockProbe(Volatile.Read(ref _askedNs[number % FirstProbes]), heardNs, answeredNs, receivedNs));
        if (++_answered < FirstProbes)
        {
            // Not here: this may be the thread that tells sockets that they can be written, on which a write may have to wait.
            ThreadPool.QueueUserWorkItem(static client => client.Ask(), this, preferLocal: false);
        }
        else
        {
            _known.TrySetResult();
        }
    }
}

/// <summary>Something a client said, or that it is gone.</summary>
/// <param name="From">Who.</param>
/// <param name="Frame">What it said; null when it is gone.</param>
/// <param name="Gone">Why it is gone; null while it is there.</param>
internal sealed record ClientMessage(RemoteClient From, Frame? Frame, string? Gone);
