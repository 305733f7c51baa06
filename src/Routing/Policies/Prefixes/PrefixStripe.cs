namespace LoadGen.Routing.Policies.Prefixes;

/// <summary>A part of the prefix tree's nodes: a chained hash table whose nodes are in the order of their last use. Thread-safe.</summary>
internal sealed class PrefixStripe(int nodesMax)
{
    private const int None = -1;
    private const int NodesAtFirst = 16;

    private readonly Lock _lock = new();
    private PrefixNode[] _nodes = [];
    private int[] _buckets = [];
    private int _used;
    private int _free = None;
    private int _newest = None;
    private int _oldest = None;
    private int _count;

    /// <summary>How many nodes it has.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Shows the nodes of a stretch of a path to <paramref name="visitor"/>, up to the first that is missing.</summary>
    /// <returns>None was missing.</returns>
    public bool Walk<TVisitor>(ReadOnlySpan<ulong> stretch, int depth, ref TVisitor visitor)
        where TVisitor : struct, IPathVisitor
    {
        lock (_lock)
        {
            foreach (ulong key in stretch)
            {
                int node = Find(key);
                if (node == None)
                {
                    return false;
                }

                visitor.Visit(++depth, _nodes[node].Tenants);
            }
        }

        return true;
    }

    /// <summary>Gives a worker every node of a stretch, from its end to its beginning.</summary>
    /// <returns>How many of them, from the first, it had already.</returns>
    public int Add(ReadOnlySpan<ulong> stretch, uint tenant)
    {
        int had = stretch.Length;
        lock (_lock)
        {
            for (int i = stretch.Length - 1; i >= 0; i--)
            {
                int node = Find(stretch[i]);
                if (node == None)
                {
                    node = Insert(stretch[i]);
                }
                else
                {
                    Unlink(node);
                }

                LinkAsNewest(node);
                had = _nodes[node].Tenants.Add(tenant) ? had : i;
            }
        }

        return had;
    }

    /// <summary>Forgets workers, and the nodes that are no other's.</summary>
    public void Remove(HashSet<uint> gone)
    {
        lock (_lock)
        {
            for (int node = _oldest; node != None;)
            {
                int newer = _nodes[node].Newer;
                _nodes[node].Tenants.Remove(gone);
                if (_nodes[node].Tenants.IsEmpty)
                {
                    Delete(node);
                    _nodes[node].NextInBucket = _free;
                    _free = node;
                }

                node = newer;
            }
        }
    }

    private int Find(ulong key)
    {
        if (_buckets.Length == 0)
        {
            return None;
        }

        int node = _buckets[Bucket(key)];
        while (node != None && _nodes[node].Key != key)
        {
            node = _nodes[node].NextInBucket;
        }

        return node;
    }

    private int Insert(ulong key)
    {
        int node = Take();
        ref int bucket = ref _buckets[Bucket(key)];
        _nodes[node] = new PrefixNode { Key = key, NextInBucket = bucket };
        bucket = node;
        _count++;
        return node;
    }

    // A node to write over: the oldest one's where the stripe is full.
    private int Take()
    {
        if (_count >= nodesMax)
        {
            int oldest = _oldest;
            Delete(oldest);
            return oldest;
        }

        if (_free != None)
        {
            int free = _free;
            _free = _nodes[free].NextInBucket;
            return free;
        }

        if (_used == _nodes.Length)
        {
            Grow();
        }

        return _used++;
    }

    private void Delete(int node)
    {
        Unlink(node);
        ref int next = ref _buckets[Bucket(_nodes[node].Key)];
        while (next != node)
        {
            next = ref _nodes[next].NextInBucket;
        }

        next = _nodes[node].NextInBucket;
        _count--;
    }

    // Only while every node is in use: none waits in the list of free ones.
    private void Grow()
    {
        Array.Resize(ref _nodes, Math.Min(nodesMax, Math.Max(NodesAtFirst, _nodes.Length * 2)));
        _buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_nodes.Length)];
        Array.Fill(_buckets, None);
        for (int node = 0; node < _used; node++)
        {
            ref int bucket = ref _buckets[Bucket(_nodes[node].Key)];
            _nodes[node].NextInBucket = bucket;
            bucket = node;
        }
    }

    private void LinkAsNewest(int node)
    {
        _nodes[node].Newer = None;
        _nodes[node].Older = _newest;
        if (_newest != None)
        {
            _nodes[_newest].Newer = node;
        }
        else
        {
            _oldest = node;
        }

        _newest = node;
    }

    private void Unlink(int node)
    {
        (int newer, int older) = (_nodes[node].Newer, _nodes[node].Older);
        if (newer != None)
        {
            _nodes[newer].Older = older;
        }
        else
        {
            _newest = older;
        }

        if (older != None)
        {
            _nodes[older].Newer = newer;
        }
        else
        {
            _oldest = newer;
        }
    }

    // The last bits: the first ones chose the stripe.
    private int Bucket(ulong key) => (int)(key & (ulong)(_buckets.Length - 1));
}
