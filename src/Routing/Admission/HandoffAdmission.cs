using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Admission;

/// <summary>
/// Keeps new requests from prefill workers that hold as many finished prefills for decode workers as they may: their KV cache is pinned, and
/// what comes on top would only wait in it. Thread-safe.
/// </summary>
/// <remarks>
/// It knows the workers with room at each moment (a list that changes when a worker comes to its bound or goes below), so that whether
/// any has room, and which, costs the same in every fleet. Requests still in prefill are not counted: a bound, not a reservation.
/// </remarks>
public sealed class HandoffAdmission : IAdmissionGate
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Worker, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly List<Worker> _withRoom = [];
    private HashSet<Worker> _eligible = new(ReferenceEqualityComparer.Instance);
    private volatile bool _isOpen = true;

    /// <summary>Creates it.</summary>
    /// <param name="pinnedMax">A worker with this many pinned hand-offs gets no more.</param>
    public HandoffAdmission(int pinnedMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pinnedMax, 1);
        PinnedMax = pinnedMax;
    }

    /// <inheritdoc/>
    public event Action<bool>? Freed;

    /// <summary>A worker with this many pinned hand-offs gets no more.</summary>
    public int PinnedMax { get; }

    /// <summary>A worker has room. True as well while there is no worker that takes requests: the pick then says so, and nobody waits for nothing.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Workers that take requests and have room.</summary>
    public int WithRoom
    {
        get
        {
            lock (_lock)
            {
                return _withRoom.Count;
            }
        }
    }

    /// <summary>This worker holds fewer hand-offs than it may.</summary>
    public bool HasRoom(Worker worker)
    {
        ArgumentNullException.ThrowIfNull(worker);
        return worker.Load.Pinned < PinnedMax;
    }

    /// <summary>These are the workers that take requests from now on.</summary>
    internal void Reset(Worker[] eligible)
    {
        lock (_lock)
        {
            _eligible = new HashSet<Worker>(eligible, ReferenceEqualityComparer.Instance);
            _places.Clear();
            _withRoom.Clear();
            foreach (Worker worker in eligible)
            {
                Place(worker);
            }

            Judge();
        }

        RaiseIfOpen(everybody: true);
    }

    /// <summary>A worker's pinned hand-offs became this many, by one more (1) or one less (−1).</summary>
    internal void OnPinned(Worker worker, int pinned, int change)
    {
        // Only between these two numbers does the bound lie.
        if (pinned == (change > 0 ? PinnedMax : PinnedMax - 1))
        {
            lock (_lock)
            {
                Place(worker);
                Judge();
            }
        }

        // One hand-off less makes room for one request; those who wait are not all let go at one worker.
        if (change < 0)
        {
            RaiseIfOpen(everybody: false);
        }
    }

    /// <summary>A worker with room, drawn at random, that was not tried; null when there is none.</summary>
    internal Worker? Draw(in PickRequest request)
    {
        lock (_lock)
        {
            var draws = new Draws(request.Random);
            int steps = Math.Min(_withRoom.Count, (request.Tried?.Count ?? 0) + 1);
            int at = _withRoom.Count == 0 ? 0 : draws.Next(_withRoom.Count);
            for (int i = 0; i < steps; i++)
            {
                Worker worker = _withRoom[(at + i) % _withRoom.Count];
                if (!Untried.Has(request.Tried, worker))
                {
                    return worker;
                }
            }

            return null;
        }
    }

    // Asks for the number again under the lock: of two changes at once the later look sees both.
    private void Place(Worker worker)
    {
        bool belongs = HasRoom(worker) && _eligible.Contains(worker);
        if (belongs && _places.TryAdd(worker, _withRoom.Count))
        {
            _withRoom.Add(worker);
        }
        else if (!belongs && _places.Remove(worker, out int place))
        {
            Worker last = _withRoom[^1];
            _withRoom.RemoveAt(_withRoom.Count - 1);
            if (!ReferenceEquals(last, worker))
            {
                _withRoom[place] = last;
                _places[last] = place;
            }
        }
    }

    private void Judge() => _isOpen = _withRoom.Count > 0 || _eligible.Count == 0;

    private void RaiseIfOpen(bool everybody)
    {
        if (_isOpen)
        {
            Freed?.Invoke(everybody);
        }
    }
}
