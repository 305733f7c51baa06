using LoadGen.Routing.Health;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Health;

/// <summary>A probe whose answers the test gives, at once or later.</summary>
internal sealed class FakeProbe(ManualTime time) : IProbe
{
    public static readonly ProbeAnswer Good = new(ProbeVerdict.Good, 200, null);
    public static readonly ProbeAnswer Refused = new(ProbeVerdict.Failed, null, "no connection");

    private readonly Dictionary<Worker, Queue<ProbeAnswer>> _scripts = [];

    /// <summary>Each probe: when it began, and of whom.</summary>
    public List<(TimeSpan At, Worker Worker)> Begun { get; } = [];

    /// <summary>What is answered where a worker has no script of its own; null: no answer comes.</summary>
    public ProbeAnswer? Answer { get; set; } = Good;

    public int UnderWay { get; private set; }

    public int UnderWayMax { get; private set; }

    /// <summary>The next answers of a worker.</summary>
    public void Script(Worker worker, params IEnumerable<ProbeAnswer> answers) => _scripts[worker] = new Queue<ProbeAnswer>(answers);

    public async Task<ProbeAnswer> AskAsync(Worker worker, CancellationToken timeout)
    {
        Begun.Add((time.Elapsed, worker));
        UnderWayMax = Math.Max(UnderWayMax, ++UnderWay);
        try
        {
            if (_scripts.TryGetValue(worker, out Queue<ProbeAnswer>? script) && script.TryDequeue(out ProbeAnswer next))
            {
                return next.Verdict == ProbeVerdict.TimedOut ? await NeverAsync(timeout) : next;
            }

            return Answer ?? await NeverAsync(timeout);
        }
        finally
        {
            UnderWay--;
        }
    }

    private static async Task<ProbeAnswer> NeverAsync(CancellationToken timeout)
    {
        // Completed where it is cancelled, so that the test's thread goes on with what follows.
        var never = new TaskCompletionSource<ProbeAnswer>();
        using CancellationTokenRegistration registration = timeout.Register(() => never.TrySetCanceled(timeout));
        return await never.Task;
    }
}
