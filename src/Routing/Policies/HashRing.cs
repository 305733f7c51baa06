using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies;

/// <summary>
/// A ring of hash points, some of each worker; a key belongs to the owner of the first point at or after its own hash. When a worker comes,
/// only keys that become its own move; when one goes, only those that were. Points depend on workers' ids alone, so that several routers
/// agree. Immutable.
/// </summary>
/// <remarks>
/// A ring rather than jump hashing (which can only drop the last worker), Maglev's table (which moves other keys too) or rendezvous (which
/// looks at every worker for each key). An index by the hash's first bits finds the point in O(1) instead of by binary search.
/// </remarks>
internal sealed class HashRing
{
    // A worker's share of the keys then varies by 1/√64, an eighth; the load bound holds the rest. 4,000 workers have 3 MB of points.
    private const int PointsPerWorker = 64;

    private readonly ulong[] _points;
    private readonly Worker[] _owners;
    private readonly int[] _starts;
    private readonly int _shift;

    private HashRing(ulong[] points, Worker[] owners)
    {
        _points = points;
        _owners = owners;
        int bits = Math.Max(1, BitOperations.Log2((uint)Math.Max(1, points.Length)));
        _shift = 64 - bits;
        _starts = new int[1 << bits];
        int at = 0;
        for (int i = 0; i < _starts.Length; i++)
        {
            while (at < points.Length && points[at] >> _shift < (ulong)i)
            {
                at++;
            }

            _starts[i] = at;
        }
    }

    /// <summary>A ring without workers.</summary>
    public static HashRing Empty { get; } = new([], []);

    /// <summary>How many points it has.</summary>
    public int Count => _points.Length;

    /// <summary>The hash of a key.</summary>
    public static ulong HashOf(string key, int seed = 0) => XxHash64.HashToUInt64(MemoryMarshal.AsBytes(key.AsSpan()), seed);

    /// <summary>Where a key's way around the ring begins.</summary>
    public int Find(ulong hash)
    {
        int at = _starts[hash >> _shift];
        while (at < _points.Length && _points[at] < hash)
        {
            at++;
        }

        return at == _points.Length ? 0 : at;
    }

    /// <summary>The owner of the point <paramref name="steps"/> after <paramref name="at"/>, around the end.</summary>
    public Worker Owner(int at, int steps) => _owners[(at + steps) % _owners.Length];

    /// <summary>The ring of these workers. What this one has of them is taken over: only new workers' points are hashed and sorted.</summary>
    public HashRing With(Worker[] workers)
    {
        var wanted = new HashSet<Worker>(workers, ReferenceEqualityComparer.Instance);
        HashSet<Worker> had = new(_owners, ReferenceEqualityComparer.Instance);
        (ulong[] newPoints, Worker[] newOwners) = PointsOf([.. workers.Where(w => !had.Contains(w))]);
        List<ulong> points = new(workers.Length * PointsPerWorker);
        List<Worker> owners = new(points.Capacity);
        int next = 0;
        for (int i = 0; i < _points.Length; i++)
        {
            if (!wanted.Contains(_owners[i]))
            {
                continue;
            }

            for (; next < newPoints.Length && newPoints[next] < _points[i]; next++)
            {
                points.Add(newPoints[next]);
                owners.Add(newOwners[next]);
            }

            points.Add(_points[i]);
            owners.Add(_owners[i]);
        }

        points.AddRange(newPoints.AsSpan(next));
        owners.AddRange(newOwners.AsSpan(next));
        return new HashRing([.. points], [.. owners]);
    }

    private static (ulong[] Points, Worker[] Owners) PointsOf(Worker[] workers)
    {
        ulong[] points = new ulong[workers.Length * PointsPerWorker];
        var owners = new Worker[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            owners[i] = workers[i / PointsPerWorker];
            points[i] = HashOf(owners[i].Id, 1 + (i % PointsPerWorker));
        }

        Array.Sort(points, owners);
        return (points, owners);
    }
}
