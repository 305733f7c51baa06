using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies.Prefixes;

/// <summary>Finds, on the way down a path, the deepest node with a worker that may be picked.</summary>
internal struct PrefixMatch(Dictionary<uint, Worker> eligible, IReadOnlyList<Worker>? tried) : IPathVisitor
{
    private Tenants _last;
    private bool _lastMayBePicked;
    private bool _lastWasTried;

    /// <summary>The workers of the deepest node with one that may be picked.</summary>
    public Tenants Best { get; private set; }

    /// <summary>How many blocks deep that is.</summary>
    public int Depth { get; private set; }

    /// <summary>How many blocks deep the deepest node lies of a worker that this request has tried.</summary>
    public int TriedDepth { get; private set; }

    public void Visit(int depth, in Tenants tenants)
    {
        // Along a path mostly the same workers stand at node after node: they are looked up once.
        if (!tenants.Same(_last))
        {
            Look(tenants);
        }

        if (_lastMayBePicked)
        {
            Best = tenants;
            Depth = depth;
        }

        TriedDepth = _lastWasTried ? depth : TriedDepth;
    }

    private void Look(in Tenants tenants)
    {
        _last = tenants;
        _lastMayBePicked = false;
        _lastWasTried = false;
        foreach (uint tenant in tenants)
        {
            if (eligible.TryGetValue(tenant, out Worker? worker))
            {
                bool wasTried = Untried.Has(tried, worker);
                _lastWasTried |= wasTried;
                _lastMayBePicked |= !wasTried;
            }
        }
    }
}
