using System.Runtime.CompilerServices;

namespace LoadGen.Routing.Policies.Prefixes;

/// <summary>The workers that have seen a prefix, the latest first, no more than <see cref="Max"/>: older ones are forgotten.</summary>
/// <remarks>
/// Four, for a prefix that everybody sends (a system prompt) is soon at every worker, and of those four the least loaded is a good choice;
/// and a bound keeps what a pick looks at, and a node's size, the same in every fleet.
/// </remarks>
[InlineArray(Max)]
internal struct Tenants
{
    /// <summary>The most workers of a prefix.</summary>
    public const int Max = 4;

    /// <summary>No worker.</summary>
    public const uint None = 0;

    private uint _first;

    public readonly bool IsEmpty => this[0] == None;

    public readonly bool Same(in Tenants other) => ((ReadOnlySpan<uint>)this).SequenceEqual(other);

    /// <summary>Puts a worker first.</summary>
    /// <returns>It was there already.</returns>
    public bool Add(uint tenant)
    {
        int at = ((ReadOnlySpan<uint>)this).IndexOf(tenant);
        for (int i = at < 0 ? Max - 1 : at; i > 0; i--)
        {
            this[i] = this[i - 1];
        }

        this[0] = tenant;
        return at >= 0;
    }

    /// <summary>Takes workers out.</summary>
    public void Remove(HashSet<uint> gone)
    {
        int kept = 0;
        for (int i = 0; i < Max; i++)
        {
            uint tenant = this[i];
            this[i] = None;
            if (tenant != None && !gone.Contains(tenant))
            {
                this[kept++] = tenant;
            }
        }
    }
}
