using System.Collections.Concurrent;
using System.Globalization;
using LoadGen.Transport.Loops.Native;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Loops;

/// <summary>
/// One thread that owns connections: it waits on their sockets, reads them, and runs everything that follows from a read (parsing,
/// recording, the next request) before it waits again. Nothing on it is shared, so nothing takes a lock or crosses a thread.
/// </summary>
/// <remarks>
/// What is awaited on the loop resumes on the loop (it is the thread's synchronization context). <see cref="Post"/>,
/// <see cref="RunAsync"/>, <see cref="SwitchTo"/>, <see cref="TakeFigures"/> and <see cref="Dispose"/> may be called from any thread. An
/// exception that nobody awaits ends the process, as on any thread.
/// </remarks>
public sealed class EventLoop : IDisposable
{
    // The loop looks at its own lateness this often.
    private const long TickNs = 10_000_000;

    // A sleep ends 24 µs late at the median and 58 µs at p99 (docs/performance.md): before a precise timer the loop does not sleep.
    private const long SpinNs = 60_000;

    // So that a burst of posted work (two thousand streams that begin, at some 60 µs each) leaves the sockets their turn.
    private const int MaxPostedPerTurn = 4;

    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly TimerQueue _timers = new();
    private readonly LoopStatistics _statistics = new();
    private readonly LoopContext _context;
    private readonly LoopTimer _tick;
    private readonly RealtimeOffset _realtime;
    private readonly ReceiveClock _stampBy;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _started = new();
    private int _threadId;
    private long _tickDueNs;
    private volatile bool _isStopping;

    private EventLoop(int index, LoopOptions options, IMonotonicClock clock)
    {
        Clock = clock;
        _stampBy = options.Clock;
        _context = new LoopContext(this);
        _realtime = new RealtimeOffset(clock);
        _tick = CreateTimer(Tick, isPrecise: false);
        Poller = new EpollPoller(this);
        _thread = new Thread(Run)
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"loop {index}"),
            IsBackground = true,
        };
    }

    /// <summary>How loops receive, as results name it.</summary>
    public static string Transport => "epoll";

    /// <summary>The loop that runs the calling code; null on other threads.</summary>
    public static EventLoop? Current => (SynchronizationContext.Current as LoopContext)?.Loop;

    /// <summary>The calling code runs on this loop.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>The clock of the loop's stamps and timers.</summary>
    public IMonotonicClock Clock { get; }

    internal EpollPoller Poller { get; }

    /// <summary>Starts a loop.</summary>
    /// <param name="index">Its number, for the thread's name.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="clock">The clock of its stamps and timers: the machine's monotonic clock, or one that runs with it.</param>
    public static EventLoop Start(int index, LoopOptions options, IMonotonicClock clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        var loop = new EventLoop(index, options, clock);
        loop._thread.Start();
        loop._started.Wait();
        loop.TakeFigures();
        return loop;
    }

    /// <summary>Runs <paramref name="action"/> on the loop, soon and in order.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        if (!IsCurrent)
        {
            Poller.Wake();
        }
    }

    /// <summary>Runs <paramref name="action"/> on the loop: at once when the caller is there, else soon.</summary>
    public void Invoke(Action action)
    {
        if (IsCurrent)
        {
            action();
        }
        else
        {
            Post(action);
        }
    }

    /// <summary>Runs <paramref name="work"/> on the loop. Whoever awaits the task is resumed elsewhere, never on the loop's stack.</summary>
    public Task RunAsync(Func<Task> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => _ = RunAndReportAsync(work, done));
        return done.Task;
    }

    /// <summary>Await it to go on on the loop.</summary>
    public LoopSwitch SwitchTo() => new(this, isYield: false);

    /// <summary>
    /// Await it to go on on the loop behind what was posted before: after a read, when the other sockets that have something have been
    /// read. For work that a thousand reads at once would each bring along, and that can wait where a token's time cannot.
    /// </summary>
    public LoopSwitch Yield() => new(this, isYield: true);

    /// <summary>A timer of this loop.</summary>
    /// <param name="onDue">Called on the loop with the present time, once for each time it is set.</param>
    /// <param name="isPrecise">Worth spinning for; else it may come some 60 µs late.</param>
    public LoopTimer CreateTimer(Action<long> onDue, bool isPrecise) => new(_timers, onDue, isPrecise);

    /// <summary>What the loop observed of itself since the last call. One caller at a time.</summary>
    public LoopFigures TakeFigures() => _statistics.Take(Clock.NowNs, ThreadSchedule.WaitNs(_threadId));

    /// <summary>Ends the loop after what it is doing. Its sockets must be closed before.</summary>
    public void Dispose()
    {
        _isStopping = true;
        Poller.Wake();
        if (!IsCurrent)
        {
            _thread.Join();
        }
    }

    /// <summary>The poller has read a socket.</summary>
    /// <param name="socket">Which.</param>
    /// <param name="bytes">What.</param>
    /// <param name="kernelRealtimeNs">The kernel's receive time by the wall clock; 0 when it did not tell.</param>
    internal void OnRead(LoopSocket socket, ReadOnlyMemory<byte> bytes, long kernelRealtimeNs)
    {
        long stampNs = Clock.NowNs;
        long arrivalNs = stampNs;
        if (kernelRealtimeNs == 0)
        {
            _statistics.OnUntimedRead();
        }
        else
        {
            // The two clocks are compared to within fractions of a microsecond: never after the stamp, never before the read before.
            long receivedNs = Math.Min(_realtime.ToMonotonic(kernelRealtimeNs), stampNs);
            _statistics.OnTimedRead(stampNs - receivedNs);
            arrivalNs = _stampBy == ReceiveClock.User ? stampNs : receivedNs;
        }

        arrivalNs = Math.Max(arrivalNs, socket.LastStampNs);
        socket.LastStampNs = arrivalNs;
        socket.Deliver(bytes, arrivalNs);
        long recordedNs = Clock.NowNs;
        _statistics.OnRecorded(recordedNs - stampNs);
        if (_timers.NextNs <= recordedNs)
        {
            _timers.Run(recordedNs);
        }
    }

    private static async Task RunAndReportAsync(Func<Task> work, TaskCompletionSource done)
    {
        try
        {
            await work();
            done.TrySetResult();
        }
        catch (Exception e)
        {
            done.TrySetException(e);
        }
    }

    private void Run()
    {
        AbsoluteSleeper.InitialiseThread();
        SynchronizationContext.SetSynchronizationContext(_context);
        _threadId = Libc.GetThreadId();
        _tickDueNs = Clock.NowNs + TickNs;
        _tick.Set(_tickDueNs);
        _started.Set();
        while (!_isStopping)
        {
            for (int i = 0; i < MaxPostedPerTurn && _posted.TryDequeue(out Action? action); i++)
            {
                action();
            }

            _timers.Run(Clock.NowNs);
            Poller.Poll(_posted.IsEmpty ? TimeoutNs() : 0);
        }

        while (_posted.TryDequeue(out Action? last))
        {
            last();
        }

        Poller.Dispose();
    }

    private long TimeoutNs()
    {
        // The tick is always set, so there is always an end to the wait.
        long left = _timers.NextNs - Clock.NowNs;
        return Math.Max(0, _timers.NextIsPrecise ? left - SpinNs : left);
    }

    private void Tick(long nowNs)
    {
        _statistics.OnTick(nowNs - _tickDueNs, Libc.ClockNs(Libc.ClockThreadCpuTime), _realtime.Steps);
        _realtime.Refresh(nowNs);

        // Ticks that a standstill swallowed are not made up for: the one that ended it tells its length.
        _tickDueNs = Math.Max(_tickDueNs + TickNs, nowNs);
        _tick.Set(_tickDueNs);
    }
}
