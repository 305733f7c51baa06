using System.Threading.Channels;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Running.Sessions;

/// <summary>
/// Reads this client's sessions ahead of their use, in order, on a thread of its own: a large conversation takes milliseconds to read,
/// which no event loop has. Holds a handful.
/// </summary>
internal sealed class SessionFeed : IDisposable
{
    // Of each queue. Agents' sessions are megabytes.
    private const int Ahead = 8;

    private readonly SessionOptions _options;
    private readonly ClientShare _share;
    private readonly Channel<SessionStart>[] _queues;
    private readonly CancellationTokenSource _end = new();

    private SessionFeed(SessionOptions options, ClientShare share, int queues)
    {
        _options = options;
        _share = share;
        _queues = [.. Enumerable.Range(0, queues).Select(_ => Channel.CreateBounded<SessionStart>(Ahead))];
    }

    /// <summary>Where a queue's sessions are to be had. It ends with the sessions, or with what kept them from being read.</summary>
    public ChannelReader<SessionStart> Queue(int index) => _queues[index].Reader;

    /// <summary>Begins to read; done when the first session of every queue is there, so that none is late because the file was long.</summary>
    /// <param name="options">The sessions.</param>
    /// <param name="share">This client's part.</param>
    /// <param name="queues">How many take sessions, in turn.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<SessionFeed> OpenAsync(SessionOptions options, ClientShare share, int queues, CancellationToken cancellation)
    {
        var feed = new SessionFeed(options, share, queues);
        _ = Task.Run(feed.ReadAllAsync, CancellationToken.None);
        foreach (Channel<SessionStart> queue in feed._queues)
        {
            // What went wrong is told again to whoever takes sessions, and a cancelled run finds that out by itself.
            Task first = queue.Reader.WaitToReadAsync(cancellation).AsTask();
            await first.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return feed;
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Cancel();

    private async Task ReadAllAsync()
    {
        Exception? failure = null;
        try
        {
            int queue = 0;
            foreach (SessionStart start in _options.IsOpen ? Scheduled() : InOrder())
            {
                await _queues[queue++ % _queues.Length].Writer.WriteAsync(start, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The run ended before its sessions did.
        }
        catch (Exception e)
        {
            // The dataset cannot be read any more: whoever waits for a session is told.
            failure = e;
        }

        foreach (Channel<SessionStart> queue in _queues)
        {
            queue.Writer.TryComplete(failure);
        }
    }

    private IEnumerable<SessionStart> InOrder()
    {
        for (long ordinal = 0; _share.OwnLanes > 0; ordinal++)
        {
            long index = _share.RequestAt(ordinal);
            if (index >= _options.Source.Count)
            {
                yield break;
            }

            yield return new SessionStart((int)index, _options.Source.Read((int)index), 0);
        }
    }

    private IEnumerable<SessionStart> Scheduled()
    {
        int[]? order = _options.Starts == SessionStarts.Recorded ? ByStart() : null;
        ArrivalSchedule? schedule = order is null ? _options.Schedule!.Restart() : null;
        for (int i = 0; i < _options.Source.Count; i++)
        {
            long offsetNs = 0;
            if (schedule is not null && !schedule.TryNext(out offsetNs))
            {
                yield break;
            }

            if (_share.Owns(i))
            {
                int index = order?[i] ?? i;
                Conversation conversation = _options.Source.Read(index);
                yield return new SessionStart(index, conversation, schedule is null ? conversation.StartNs ?? 0 : offsetNs);
            }
        }
    }

    // Datasets need not be sorted by time. Those that say no time begin at once.
    private int[] ByStart()
    {
        int count = _options.Source.Count;
        var starts = new long[count];
        var order = new int[count];
        bool isSorted = true;
        for (int i = 0; i < count; i++)
        {
            _end.Token.ThrowIfCancellationRequested();
            starts[i] = _options.Source.Read(i).StartNs ?? 0;
            order[i] = i;
            isSorted &= i == 0 || starts[i - 1] <= starts[i];
        }

        return isSorted ? order : [.. order.OrderBy(i => starts[i])];
    }
}

/// <summary>A session that is to begin.</summary>
/// <param name="Index">Its place in the dataset.</param>
/// <param name="Conversation">Its turns.</param>
/// <param name="OffsetNs">When, in ns after the run's start; 0 where no schedule says.</param>
internal readonly record struct SessionStart(int Index, Conversation Conversation, long OffsetNs);
