namespace LoadGen.Routing.Policies.Prefixes;

/// <summary>A node of the prefix tree: 40 bytes, linked by index to the next of its bucket and to its neighbours in the order of use.</summary>
internal struct PrefixNode
{
    public ulong Key;
    public Tenants Tenants;
    public int NextInBucket;
    public int Newer;
    public int Older;
}
