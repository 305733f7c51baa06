using System.Collections.Concurrent;
using LoadGen.Transport.Timing;

namespace LoadGen.Simulation.Pacing;

/// <summary>A thread that owns an agenda: newcomers come in through a queue, everything else happens on the thread.</summary>
internal sealed class Pacer : IPacerInbox, IDisposable
{
    // Newcomers are looked at after so many writes: at 5 µs a write, within a third of a millisecond.
    private const int Budget = 64;

    private readonly ConcurrentQueue<IPaced> _inbox = new();
    private readonly Agenda _agenda;
    private readonly IPacerSleeper _sleeper;
    private readonly Thread _thread;
    private PacerTotals _totals = new();
    private volatile bool _stopping;
    private volatile bool _stopped;

    /// <summary>Starts the thread.</summary>
    /// <param name="clock">Due times are read on it.</param>
    /// <param name="index">Distinguishes the thread's name.</param>
    public Pacer(IMonotonicClock clock, int index)
    {
        _agenda = new Agenda(clock);
        _sleeper = FutexSleeper.IsSupported ? new FutexSleeper() : new PortableSleeper(clock);
        _thread = new Thread(Loop) { IsBackground = true, Name = $"pacer-{index}" };
        _thread.Start();
    }

    /// <summary>The counts since the last reset.</summary>
    public PacerTotals Totals => Volatile.Read(ref _totals);

    /// <inheritdoc/>
    public void Submit(IPaced item)
    {
        _inbox.Enqueue(item);
        _sleeper.Wake();
        if (_stopped)
        {
            item.Abort();
        }
    }

    /// <summary>Starts the counts anew. A write under way may still be counted in the old ones.</summary>
    public void ResetTotals() => Volatile.Write(ref _totals, new PacerTotals());

    /// <summary>Ends the thread. What is on the agenda is dropped, so cancel it first; what is submitted from now on is aborted.</summary>
    public void Dispose()
    {
        _stopping = true;
        _sleeper.Wake();
        _thread.Join();
    }

    private void Loop()
    {
        _sleeper.InitialiseThread();
        while (!_stopping)
        {
            while (_inbox.TryDequeue(out IPaced? newcomer))
            {
                _agenda.Accept(newcomer);
            }

            long next = _agenda.RunDue(Totals, Budget);
            if (_inbox.IsEmpty)
            {
                _sleeper.SleepUntil(next);
            }
        }

        _stopped = true;
        while (_inbox.TryDequeue(out IPaced? item))
        {
            item.Abort();
        }
    }
}
