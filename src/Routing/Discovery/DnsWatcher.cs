using System.Net;
using System.Net.Sockets;
using LoadGen.Routing.Settings;
using LoadGen.Routing.Workers;
using LoadGen.Transport.Connections;

namespace LoadGen.Routing.Discovery;

/// <summary>
/// Looks names up again and again, and keeps the fleet's DNS workers as they resolve. A failed look-up, or one without addresses, keeps the
/// workers that were known. Replace the whole watcher when the configuration changes its names.
/// </summary>
public sealed class DnsWatcher
{
    // A resolver that does not answer must not stop the watcher for good; resolv.conf's own default is 5 s and 2 tries.
    private static readonly TimeSpan s_lookUpMax = TimeSpan.FromSeconds(15);

    // Routers that were started together must not ask together.
    private const double JitterShare = 0.1;

    // After a failure: a name that appears a moment after the router must not wait for its whole refresh.
    private const double RetryS = 5;

    private readonly Lock _lock = new();
    private readonly DnsEntry[] _entries;
    private readonly IReadOnlyList<WorkerSettings>[] _found;
    private readonly Action<IReadOnlyList<WorkerSettings>> _apply;
    private readonly IDnsResolver _resolver;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private IReadOnlyList<WorkerSettings> _applied = [];

    /// <summary>Creates it.</summary>
    /// <param name="entries">The names.</param>
    /// <param name="apply">Takes all workers that the names stand for, when they have changed: <c>s => fleet.Apply(WorkerSource.Dns, s)</c>.</param>
    /// <param name="resolver">Looks names up.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">For the jitter; used under a lock.</param>
    public DnsWatcher(
        IReadOnlyList<DnsEntry> entries, Action<IReadOnlyList<WorkerSettings>> apply, IDnsResolver resolver, TimeProvider time, Random random)
    {
        ArgumentNullException.ThrowIfNull(entries);
        _entries = [.. entries];
        _found = [.. entries.Select(_ => Array.Empty<WorkerSettings>())];
        _apply = apply;
        _resolver = resolver;
        _time = time;
        _random = random;
    }

    /// <summary>Raised after each look-up that failed.</summary>
    public event Action<DnsFailure>? Failed;

    /// <summary>Raised after each look-up, failed or not.</summary>
    internal event Action<DnsEntry>? LookedUp;

    /// <summary>Looks all names up at once, then each at its own pace, until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, _entries.Length).Select(i => WatchAsync(i, cancellation)));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The way it ends.
        }
    }

    private async Task WatchAsync(int index, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Jittered(_entries[index].Section.RefreshS), _time);
        do
        {
            bool isFound = await LookUpAsync(index, cancellation);
            double refreshS = _entries[index].Section.RefreshS;
            timer.Period = Jittered(isFound ? refreshS : Math.Min(refreshS, RetryS));
            LookedUp?.Invoke(_entries[index]);
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    private async Task<bool> LookUpAsync(int index, CancellationToken cancellation)
    {
        DnsEntry entry = _entries[index];
        using var limit = new CancellationTokenSource(s_lookUpMax, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            IReadOnlyList<IPAddress> addresses = await _resolver.ResolveAsync(entry.Section.Name, either.Token);
            if (addresses.Count > 0)
            {
                Take(index, [.. addresses.Select(address => entry.Section.ToWorker(address, entry.Role))]);
                return true;
            }

            Failed?.Invoke(new DnsFailure(entry, "it has no addresses"));
        }
        catch (SocketException e)
        {
            Failed?.Invoke(new DnsFailure(entry, e.Message));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Failed?.Invoke(new DnsFailure(entry, $"no answer within {s_lookUpMax.TotalSeconds} s"));
        }

        return false;
    }

    private void Take(int index, IReadOnlyList<WorkerSettings> workers)
    {
        // Held while the fleet changes: two names that change together must not overtake each other.
        lock (_lock)
        {
            _found[index] = workers;

            // Resolvers rotate their answers: the order means nothing. Where two names lead to one worker, the first name has it.
            WorkerSettings[] all = [.. _found.SelectMany(w => w).DistinctBy(w => w.Id).OrderBy(w => w.Id, StringComparer.Ordinal)];
            if (!all.SequenceEqual(_applied))
            {
                _applied = all;
                _apply(all);
            }
        }
    }

    private TimeSpan Jittered(double seconds)
    {
        lock (_lock)
        {
            return TimeSpan.FromSeconds(seconds * (1 + (JitterShare * ((2 * _random.NextDouble()) - 1))));
        }
    }
}
